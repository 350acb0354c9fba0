import type { Operation } from '../../../engine/service.ts';
import { resourceNotFound } from '../errors.ts';
import { qualifiedArn } from '../function-record.ts';
import { checkRevision } from '../functions.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

interface RemovePermissionInput extends Addressed {
  readonly StatementId: string;
  readonly RevisionId?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export const removePermission = ({ functions }: LambdaRoom): Operation => ({
  parameters: {
    ...addressing,
    StatementId: { type: 'string', required: true, lengthMin: 1, lengthMax: 100 },
    RevisionId: { type: 'string' },
  },
  run: ({ FunctionName, Qualifier, StatementId, RevisionId }: RemovePermissionInput) => {
    const record = functions.latest(FunctionName);
    const resource = qualifiedArn(functions.find(FunctionName, Qualifier));
    checkRevision(record, RevisionId);
    const { policy: before = [], ...rest } = record;
    const policy = before.filter(({ Sid, Resource }) => Sid !== StatementId || Resource !== resource);
    if (policy.length === before.length)
      throw resourceNotFound('Statement ' + StatementId + ' is not found in resource policy.');
    functions.save(policy.length > 0 ? { ...rest, policy } : rest);
  },
});
