import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { tagsOf } from '../tags.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export const listTags = (room: LambdaRoom): Operation => ({
  parameters: { Resource: { type: 'string', required: true } },
  run: ({ Resource }: { readonly Resource: string }) => ({ Tags: tagsOf(room, Resource) }),
});
