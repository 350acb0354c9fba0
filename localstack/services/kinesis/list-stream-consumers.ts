import { AwsError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { consumerShape } from './consumers.ts';
import type { Consumers } from './consumers.ts';
import { invalidArgument } from './errors.ts';
import { nextToken, requiredStreamArn } from './parameters.ts';
import { seal, tokenAgeMsMax, unseal } from './shard-iterator.ts';

interface ListStreamConsumersInput {
  readonly StreamARN: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

/** "If you specify a value greater than 100, at most 100 results are returned." API_ListStreamConsumers.html */
const resultsMax = 100;

/** The consumers of a stream in the order of their names, a page at a time. */
export function listStreamConsumers(consumers: Consumers): Operation {
  const { streams } = consumers;
  return {
    parameters: {
      StreamARN: requiredStreamArn,
      NextToken: nextToken,
      MaxResults: { type: 'integer', valueMin: 1, valueMax: 10_000 },
      // AWS tells streams of one name apart by it; ours are told apart by their ids.
      StreamCreationTimestamp: { type: 'timestamp' },
    },
    run: ({ StreamARN, NextToken, MaxResults = resultsMax }: ListStreamConsumersInput) => {
      const nowMs = streams.engine.clock.nowMs();
      const after = NextToken === undefined ? '' : nameIn(NextToken, StreamARN, nowMs);
      const left = consumers.of(streams.find({ StreamARN })).filter(({ name }) => name > after);
      const page = left.slice(0, Math.min(MaxResults, resultsMax));
      const last = page.at(-1);
      return {
        Consumers: page.map((consumer) => consumerShape(consumers, consumer)),
        ...(last && page.length < left.length && { NextToken: seal(['consumers', nowMs, StreamARN, last.name]) }),
      };
    },
  };
}

/** The name that a token goes on after. Throws when it is malformed, of another stream, or too old. */
function nameIn(token: string, streamArn: string, nowMs: number): string {
  const fields = unseal(token) ?? [];
  const [kind, madeAt] = fields;
  const name = fields.at(-1);
  // The ARN has a slash of its own.
  if (kind !== 'consumers' || name === undefined || fields.slice(2, -1).join('/') !== streamArn) {
    throw invalidArgument('Invalid NextToken.');
  }
  if (nowMs - Number(madeAt) <= tokenAgeMsMax) return name;
  // Unsure of the words.
  throw new AwsError('ExpiredNextTokenException', `NextToken ${token} has expired.`);
}
