import type { Operation } from '../../../engine/service.ts';
import { resourceConflict } from '../errors.ts';
import { qualifiedArn } from '../function-record.ts';
import { checkRevision } from '../functions.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { newStatement } from '../policy.ts';
import type { PermissionInput } from '../policy.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

type AddPermissionInput = PermissionInput & Addressed & { readonly RevisionId?: string };

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const addPermission = ({ functions }: LambdaRoom): Operation => ({
  parameters: {
    ...addressing,
    StatementId: { type: 'string', required: true, lengthMin: 1, lengthMax: 100, pattern: '[a-zA-Z0-9\\-_]+' },
    Action: { type: 'string', required: true, pattern: 'lambda:[*]|lambda:[a-zA-Z]+|[*]' },
    Principal: { type: 'string', required: true, pattern: '[^\\s]+' },
    SourceArn: { type: 'string' },
    SourceAccount: { type: 'string', pattern: '\\d{12}' },
    PrincipalOrgID: { type: 'string' },
    RevisionId: { type: 'string' },
  },
  run: (input: AddPermissionInput) => {
    const record = functions.latest(input.FunctionName);
    const resource = qualifiedArn(functions.find(input.FunctionName, input.Qualifier));
    checkRevision(record, input.RevisionId);
    const { policy = [] } = record;
    if (policy.some(({ Sid, Resource }) => Sid === input.StatementId && Resource === resource)) {
      throw resourceConflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const statement = newStatement(resource, input);
    functions.save({ ...record, policy: [...policy, statement] });
    return { Statement: JSON.stringify(statement) };
  },
});
