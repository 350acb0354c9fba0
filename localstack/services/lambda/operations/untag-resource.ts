import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { tagsOf, writeTags } from '../tags.ts';

interface UntagResourceInput {
  readonly Resource: string;
  /** One key arrives as text, several as a list. */
  readonly TagKeys: string | readonly string[];
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html */
export const untagResource = (room: LambdaRoom): Operation => ({
  parameters: { Resource: { type: 'string', required: true }, TagKeys: { type: 'any', required: true } },
  run: ({ Resource, TagKeys }: UntagResourceInput) => {
    const removed = new Set([TagKeys].flat());
    const kept = Object.entries(tagsOf(room, Resource)).filter(([key]) => !removed.has(key));
    writeTags(room, Resource, Object.fromEntries(kept));
  },
});
