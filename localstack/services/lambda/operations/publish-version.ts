import type { Operation } from '../../../engine/service.ts';
import { showFunction } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import type { PublishInput } from '../versions.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html */
export const publishVersion = ({ functions }: LambdaRoom): Operation => ({
  parameters: {
    ...addressing,
    CodeSha256: { type: 'string' },
    Description: { type: 'string', lengthMax: 256 },
    RevisionId: { type: 'string' },
  },
  run: (input: Addressed & PublishInput) => {
    const { FunctionName, Qualifier: _, ...publish } = input;
    return showFunction(functions.publish(functions.latest(FunctionName), publish).record);
  },
});
