import { setTimeout as pause } from 'node:timers/promises';

import { environmentCredentials } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import type { Answer } from './dynamodb-fault.ts';
import { dynamodbEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { keepAliveExchange } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { readAnswer } from './read-answer.ts';
import { requestSigner } from './request-signer.ts';
import { retrying } from './retrying.ts';
import type { Patience } from './retrying.ts';

/** An operation as it is called on the wire. What a bundle may call is found by these texts (test/lib/support/calls.ts). */
export type Target = `DynamoDB_20120810.${string}`;

/**
 * Calls DynamoDB with an operation's input, and gives its answer, both as they are on the wire: binaries are base64.
 * Throws a `DynamodbFault`.
 */
export type Dynamodb = (target: Target, input: object) => Promise<Answer>;

/** What calling takes of the world. */
export type CallPorts = Patience & {
  readonly endpoint: Endpoint;
  readonly credentials: () => Credentials;
  readonly nowMs: () => number;
  readonly exchange: Exchange;
  readonly attemptsMax: number;
};

/** DynamoDB over some exchange; each try is signed anew. */
export function dynamodbOver(ports: CallPorts): Dynamodb {
  const { endpoint, credentials, nowMs, exchange } = ports;
  const headersOf = requestSigner(endpoint, credentials);
  const run = retrying(ports, ports.attemptsMax);

  return (target, input) => {
    const body = JSON.stringify(input);
    return run(async () => readAnswer(await exchange(headersOf({ target, body, nowMs: nowMs() }), body)));
  };
}

const limits = {
  // As many as a consumer's updates and labels in flight, and a few more.
  connectionsMax: 50,
  connectionTimeoutMs: 1_000,
  answerTimeoutMs: 5_000,
  // The most that DynamoDB answers is 16 MB of items; JSON and base64 make them longer, but not twice as long.
  answerBytesMax: 32 * 1024 * 1024,
};

/**
 * DynamoDB as a deployed function has it. The environment is looked at when the first call is made, so that a missing
 * region is that call's fault, as with the SDK.
 */
export function liveDynamodb(environment: Readonly<Record<string, string | undefined>> = process.env): Dynamodb {
  let dynamodb: Dynamodb | undefined;
  const connect = (): Dynamodb => {
    const endpoint = dynamodbEndpoint(environment);
    return dynamodbOver({
      endpoint,
      credentials: environmentCredentials(environment),
      exchange: keepAliveExchange(endpoint.url, limits),
      nowMs: Date.now,
      chance: Math.random,
      pause,
      attemptsMax: 5,
    });
  };
  return async (target, input) => {
    dynamodb ??= connect();
    return await dynamodb(target, input);
  };
}
