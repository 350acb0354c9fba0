import type { Call, Operation } from '../../engine/service.ts';

/** Every caller is the account's root for now: credentials carry no identity until policies are enforced. */
export const getCallerIdentity: Operation = {
  parameters: {},
  run: (_input: object, { accountId }: Call) => ({
    UserId: accountId,
    Account: accountId,
    Arn: `arn:aws:iam::${accountId}:root`,
  }),
};
