import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
export const getEventSourceMapping = ({ mappings }: LambdaRoom): Operation => ({
  parameters: { UUID: { type: 'string', required: true } },
  run: ({ UUID }: { readonly UUID: string }) => mappings.show(mappings.get(UUID)),
});
