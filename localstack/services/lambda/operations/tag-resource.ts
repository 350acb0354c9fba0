import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { tagsOf, writeTags } from '../tags.ts';

interface TagResourceInput {
  readonly Resource: string;
  readonly Tags: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export const tagResource = (room: LambdaRoom): Operation => ({
  parameters: {
    Resource: { type: 'string', required: true },
    Tags: { type: 'map', required: true, member: { type: 'string' } },
  },
  run: ({ Resource, Tags }: TagResourceInput) => writeTags(room, Resource, { ...tagsOf(room, Resource), ...Tags }),
});
