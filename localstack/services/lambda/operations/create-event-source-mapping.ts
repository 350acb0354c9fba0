import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import type { NewMappingInput } from '../mappings/mapping-input.ts';
import { mappingParameters } from '../mappings/mapping-parameters.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export const createEventSourceMapping = ({ mappings }: LambdaRoom): Operation => ({
  parameters: {
    ...mappingParameters,
    FunctionName: { type: 'string', required: true, lengthMin: 1, lengthMax: 256 },
    EventSourceArn: { type: 'string' },
    StartingPosition: { type: 'string', enum: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] },
    StartingPositionTimestamp: { type: 'timestamp' },
    Tags: { type: 'map', member: { type: 'string' } },
  },
  run: (input: NewMappingInput) => {
    const record = mappings.create(input);
    return mappings.show(record, record.isEnabled ? 'Creating' : 'Disabled');
  },
});
