import { bucketSettings, type BucketSetting } from '../bucket-settings.ts';
import type { Binding } from './binding.ts';

/** How the operations of `bucket-settings.ts`, and those on the policy, look in HTTP. */
export const settingBindings: readonly Binding[] = [
  ...bucketSettings.flatMap(bindingsOf),
  { operation: 'GetBucketPolicy', ...onPolicy('GET'), answer: { raw: 'Policy' } },
  {
    operation: 'PutBucketPolicy',
    ...onPolicy('PUT'),
    body: { raw: 'Policy' },
    statusCode: 204,
  },
  { operation: 'DeleteBucketPolicy', ...onPolicy('DELETE'), statusCode: 204 },
];

function bindingsOf({ subresource, operations, root, member, shape, answerMember, putStatusCode }: BucketSetting) {
  const selectors = { [subresource]: true } as const;
  const answer = { root, shape, ...(answerMember !== undefined && { member: answerMember }) };
  const body = { root, shape, member };
  const bindings: Binding[] = [
    { operation: operations.get, method: 'GET', on: 'bucket', selectors, answer },
    { operation: operations.put, method: 'PUT', on: 'bucket', selectors, body, statusCode: putStatusCode },
  ];
  if (operations.delete !== undefined) {
    bindings.push({ operation: operations.delete, method: 'DELETE', on: 'bucket', selectors, statusCode: 204 });
  }
  return bindings;
}

function onPolicy<M extends Binding['method']>(method: M) {
  return { method, on: 'bucket', selectors: { policy: true } } as const;
}
