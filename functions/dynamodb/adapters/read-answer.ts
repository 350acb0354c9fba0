import { DynamodbFault } from './dynamodb-fault.ts';
import type { Answer } from './dynamodb-fault.ts';
import type { Exchanged } from './exchange.ts';

/** How much of an answer that is not what it ought to be is worth showing. */
const excerptLength = 200;

function parsed({ status, body }: Exchanged): Answer {
  let value: unknown;
  let cause: unknown;
  try {
    value = JSON.parse(body);
  } catch (fault) {
    cause = fault;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Answer;
  const excerpt = JSON.stringify(body.slice(0, excerptLength));
  throw new DynamodbFault('UnreadableAnswer', `HTTP ${status} with a body that is no JSON object: ${excerpt}`, {
    status,
    cause,
  });
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * The answer that an exchange brought; throws a `DynamodbFault` when it is an error, or none of DynamoDB's at all.
 * The form of errors: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function readAnswer(exchanged: Exchanged): Answer {
  const answer = parsed(exchanged);
  const { status } = exchanged;
  if (status === 200) return answer;
  // `com.amazonaws.dynamodb.v20120810#ValidationException`
  const name = (textOf(answer['__type']) ?? 'UnknownError').replace(/^.*#/u, '');
  const message = textOf(answer['message']) ?? textOf(answer['Message']) ?? `HTTP ${status}`;
  throw new DynamodbFault(name, message, { status, answer });
}
