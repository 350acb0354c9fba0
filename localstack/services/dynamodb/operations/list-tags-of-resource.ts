import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import { taggedTable } from './tagged-table.ts';

/** All tags at once: a table has 50 at most, so there is never a second page. */
export const listTagsOfResource = (room: Room): Operation => ({
  parameters: {
    ResourceArn: { type: 'string', required: true, lengthMin: 1, lengthMax: 1283 },
    NextToken: { type: 'string' },
  },
  run({ ResourceArn }: { readonly ResourceArn: string }) {
    const { tags } = taggedTable(room, ResourceArn);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
