import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';

/** Forgets the checkpoints too. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html */
export const deleteEventSourceMapping = ({ mappings }: LambdaRoom): Operation => ({
  parameters: { UUID: { type: 'string', required: true } },
  run: ({ UUID }: { readonly UUID: string }) => mappings.show(mappings.delete(UUID), 'Deleting'),
});
