import { describe, expect, test } from '@jest/globals';

import { DynamodbFault } from '../../../functions/dynamodb/adapters/dynamodb-fault.ts';
import { readAnswer } from '../../../functions/dynamodb/adapters/read-answer.ts';
import { retryReasonOf } from '../../../functions/dynamodb/adapters/retry-reason.ts';

function faultOf(status: number, body: string): unknown {
  try {
    return readAnswer({ status, body });
  } catch (fault) {
    return fault;
  }
}

describe('an answer', () => {
  test('is the JSON that came with 200', () => {
    expect(readAnswer({ status: 200, body: '{"UnprocessedItems":{}}' })).toEqual({ UnprocessedItems: {} });
  });

  test('that is an error is thrown with DynamoDB’s word for it and all that it said', () => {
    const answer = {
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { song_id: { S: 'a' } },
    };
    expect(faultOf(400, JSON.stringify(answer))).toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      status: 400,
      answer,
    });
  });

  test('may spell its message with a capital letter, or say nothing', () => {
    expect(faultOf(400, '{"__type":"AccessDeniedException","Message":"no"}')).toMatchObject({ message: 'no' });
    expect(faultOf(500, '{}')).toMatchObject({ name: 'UnknownError', message: 'HTTP 500', status: 500 });
  });

  test.each(['<html>', '', '[]', 'null'])('that is no JSON object, such as "%s", is a fault that shows it', (body) => {
    expect(faultOf(503, body)).toMatchObject({
      name: 'UnreadableAnswer',
      message: `HTTP 503 with a body that is no JSON object: ${JSON.stringify(body)}`,
      status: 503,
    });
  });

  test('of any length is shown in part', () => {
    const message = `HTTP 200 with a body that is no JSON object: "${'x'.repeat(200)}"`;
    expect(faultOf(200, 'x'.repeat(10_000))).toMatchObject({ message });
  });
});

describe('another try', () => {
  const broken = (code: string) =>
    new DynamodbFault('ConnectionError', 'x', { cause: Object.assign(new Error(), { code }) });

  test.each([
    ['ProvisionedThroughputExceededException', 400],
    ['ThrottlingException', 400],
    ['RequestLimitExceeded', 400],
    ['UnknownError', 429],
  ])('is asked for, with time, by %s of HTTP %i', (name, status) => {
    expect(retryReasonOf(new DynamodbFault(name, 'slow down', { status }))).toBe('throttling');
  });

  test.each([500, 502, 503, 504, 507])('may help against HTTP %i, readable or not', (status) => {
    expect(retryReasonOf(new DynamodbFault('InternalServerError', 'x', { status }))).toBe('transient');
    expect(retryReasonOf(new DynamodbFault('UnreadableAnswer', 'x', { status }))).toBe('transient');
  });

  test.each([
    'ECONNRESET',
    'ECONNREFUSED',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ])('may help against %s', (code) => {
    expect(retryReasonOf(broken(code))).toBe('transient');
  });

  test('may help against timeouts, signatures that came late, and a name none of whose addresses answers', () => {
    expect(retryReasonOf(new DynamodbFault('TimeoutError', 'x'))).toBe('transient');
    const late = new DynamodbFault('InvalidSignatureException', 'Signature expired: 1 is now earlier', { status: 400 });
    expect(retryReasonOf(late)).toBe('transient');
    const cause = new AggregateError([broken('ECONNREFUSED').cause, broken('ENETUNREACH').cause]);
    expect(retryReasonOf(new DynamodbFault('ConnectionError', 'x', { cause }))).toBe('transient');
  });

  test.each([
    ['ValidationException', 400],
    ['ConditionalCheckFailedException', 400],
    ['ResourceNotFoundException', 400],
    ['AccessDeniedException', 400],
    ['InvalidSignatureException', 403],
    ['UnreadableAnswer', 200],
  ])('is no use against %s of HTTP %i', (name, status) => {
    expect(retryReasonOf(new DynamodbFault(name, 'x', { status }))).toBeUndefined();
  });

  test('is no use against a certificate that is not trusted, nor against our own mistakes', () => {
    expect(retryReasonOf(broken('CERT_HAS_EXPIRED'))).toBeUndefined();
    expect(retryReasonOf(new TypeError('x'))).toBeUndefined();
  });
});
