import type { Operation } from '../../../engine/service.ts';
import { showFunction } from '../function-record.ts';
import { readCode } from '../lambda-room.ts';
import type { CodeInput, LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';

interface UpdateFunctionCodeInput extends CodeInput {
  readonly FunctionName: string;
  readonly Architectures?: readonly string[];
  readonly Publish?: boolean;
  readonly DryRun?: boolean;
  readonly RevisionId?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const updateFunctionCode = (room: LambdaRoom): Operation => ({
  parameters: {
    ...addressing,
    ZipFile: { type: 'blob' },
    S3Bucket: { type: 'string' },
    S3Key: { type: 'string' },
    S3ObjectVersion: { type: 'string' },
    Architectures: { type: 'list', lengthMin: 1, lengthMax: 1, member: { type: 'string', enum: ['x86_64', 'arm64'] } },
    Publish: { type: 'boolean' },
    DryRun: { type: 'boolean' },
    RevisionId: { type: 'string' },
  },
  run: async (input: UpdateFunctionCodeInput) => {
    const { FunctionName, Architectures, RevisionId, DryRun, Publish } = input;
    const record = room.functions.latest(FunctionName);
    const source = await readCode(room, input);
    const replaced = room.functions.replaceCode(record, source, {
      ...(Architectures && { architectures: Architectures }),
      ...(RevisionId !== undefined && { revisionId: RevisionId }),
      isDryRun: DryRun === true,
    });
    return showFunction(Publish && !DryRun ? room.functions.publish(replaced, {}).record : replaced);
  },
});
