import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import type { MappingInput } from '../mappings/mapping-input.ts';
import { mappingParameters } from '../mappings/mapping-parameters.ts';

type UpdateEventSourceMappingInput = MappingInput & { readonly UUID: string };

/** Takes no starting position. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html */
export const updateEventSourceMapping = ({ mappings }: LambdaRoom): Operation => ({
  parameters: { ...mappingParameters, UUID: { type: 'string', required: true } },
  run: ({ UUID, ...input }: UpdateEventSourceMappingInput) => {
    const wasEnabled = mappings.get(UUID).isEnabled;
    const record = mappings.update(UUID, input);
    if (record.isEnabled === wasEnabled) return mappings.show(record, 'Updating');
    return mappings.show(record, record.isEnabled ? 'Enabling' : 'Disabling');
  },
});
