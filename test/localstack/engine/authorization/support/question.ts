/** Questions and policies for tests, with everything that does not matter filled in. */
import { compilePolicy } from '../../../../../localstack/engine/authorization/policy.ts';
import type { Policy } from '../../../../../localstack/engine/authorization/policy.ts';
import { roleSession } from '../../../../../localstack/engine/authorization/principal.ts';
import type { Principal } from '../../../../../localstack/engine/authorization/principal.ts';
import type { Question } from '../../../../../localstack/engine/authorization/question.ts';

export const account = '000000000000';
export const roleArn = `arn:aws:iam::${account}:role/reader`;
export const session = roleSession(roleArn, 'me');
export const table = `arn:aws:dynamodb:us-east-1:${account}:table/songs`;

type Keys = Readonly<Record<string, readonly string[]>>;

/** May `session` read an item of `table`? Or what is given instead. */
export function question({
  action = 'dynamodb:GetItem',
  resource = table,
  principal = session as Principal,
  keys = {} as Keys,
} = {}): Question {
  return { principal, action, actionLower: action.toLowerCase(), resource, lookup: (key) => keys[key] };
}

/** A policy of these statements. */
export function policy(...statements: readonly object[]): Policy {
  return compilePolicy('test', { Version: '2012-10-17', Statement: statements });
}

export function allow(Action: string | string[], Resource: string | string[] = '*', more: object = {}): object {
  return { Effect: 'Allow', Action, Resource, ...more };
}

export function deny(Action: string | string[], Resource: string | string[] = '*', more: object = {}): object {
  return { Effect: 'Deny', Action, Resource, ...more };
}
