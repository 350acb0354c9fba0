import type { Operation } from '../../../engine/service.ts';
import { resourceNotFound } from '../errors.ts';
import { qualifiedArn } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const getPolicy = ({ functions }: LambdaRoom): Operation => ({
  parameters: addressing,
  run: ({ FunctionName, Qualifier }: Addressed) => {
    const record = functions.find(FunctionName, Qualifier);
    const { policy = [], revisionId } = record;
    const statements = policy.filter(({ Resource }) => Resource === qualifiedArn(record));
    if (statements.length === 0) throw resourceNotFound('The resource you requested does not exist.');
    const document = { Version: '2012-10-17', Id: 'default', Statement: statements };
    return { Policy: JSON.stringify(document), RevisionId: revisionId };
  },
});
