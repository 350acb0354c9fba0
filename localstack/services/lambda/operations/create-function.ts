import type { Operation } from '../../../engine/service.ts';
import { configurationParameters } from '../function-input.ts';
import type { NewFunctionInput } from '../function-input.ts';
import { showFunction } from '../function-record.ts';
import { readCode } from '../lambda-room.ts';
import type { CodeInput, LambdaRoom } from '../lambda-room.ts';

interface CreateFunctionInput extends NewFunctionInput {
  readonly Code: CodeInput;
  readonly Publish?: boolean;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction = (room: LambdaRoom): Operation => ({
  parameters: {
    ...configurationParameters,
    FunctionName: { type: 'string', required: true, lengthMin: 1, lengthMax: 256 },
    Role: { ...configurationParameters['Role'], type: 'string', required: true },
    Code: {
      type: 'structure',
      required: true,
      members: {
        ZipFile: { type: 'blob' },
        S3Bucket: { type: 'string' },
        S3Key: { type: 'string' },
        S3ObjectVersion: { type: 'string' },
      },
    },
    PackageType: { type: 'string', enum: ['Zip'] },
    Architectures: { type: 'list', lengthMin: 1, lengthMax: 1, member: { type: 'string', enum: ['x86_64', 'arm64'] } },
    Publish: { type: 'boolean' },
    Tags: { type: 'map', member: { type: 'string' } },
  },
  run: async (input: CreateFunctionInput) => {
    const record = room.functions.create(input, await readCode(room, input.Code));
    return showFunction(input.Publish ? room.functions.publish(record, {}).record : record);
  },
});
