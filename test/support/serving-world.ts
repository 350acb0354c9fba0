import type { APIGatewayProxyEventV2 } from 'aws-lambda';

import { aggregateListens } from '../../functions/aggregation/aggregate-listens.ts';
import type { ListenEvent } from '../../functions/listens/domain/listen-event.ts';
import { memoryCache } from '../../functions/serving/adapters/memory-cache.ts';
import type { ServingPorts } from '../../functions/serving/ports.ts';
import { consumerWorld, deliver } from './consumer-world.ts';
import { shardOf } from './listen-builders.ts';

/** The world that Top-K is served from, filled through the real aggregator. Reads are counted. */
export async function servingWorld(
  events: readonly ListenEvent[] = [],
  zones: Readonly<Record<string, string>> = { mara: 'Europe/Berlin' },
) {
  const world = consumerWorld();
  const consume = aggregateListens(world.aggregationPorts);
  const publish = (more: readonly ListenEvent[]) => deliver(consume, shardOf(more));
  await publish(events);
  const reads = { aggregates: 0, users: 0, labels: 0 };
  const ports: ServingPorts = {
    nowMs: () => world.clock.nowMs,
    log: world.aggregationPorts.log,
    cache: memoryCache(),
    aggregates: {
      read: async (...range) => {
        reads.aggregates += 1;
        return world.aggregates.reader.read(...range);
      },
    },
    users: {
      zoneOf: async (userId) => {
        reads.users += 1;
        return zones[userId];
      },
    },
    labels: {
      find: async (songIds) => {
        reads.labels += 1;
        return world.catalogue.labels.find(songIds);
      },
    },
  };
  return { ...world, publish, reads, ports };
}

/** A request as API Gateway's HTTP API hands it over, payload version 2.0. */
export function httpRequest(pathAndQuery: string, method = 'GET'): APIGatewayProxyEventV2 {
  const [rawPath = '', rawQueryString = ''] = pathAndQuery.split('?');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: {},
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'trace-1',
      routeKey: '$default',
      stage: '$default',
      time: '20/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_262_400_000,
    },
  };
}
