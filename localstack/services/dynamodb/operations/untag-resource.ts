import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import { taggedTable } from './tagged-table.ts';

interface UntagResourceInput {
  readonly ResourceArn: string;
  readonly TagKeys: readonly string[];
}

export const untagResource = (room: Room): Operation => ({
  parameters: {
    ResourceArn: { type: 'string', required: true, lengthMin: 1, lengthMax: 1283 },
    TagKeys: { type: 'list', required: true, member: { type: 'string' } },
  },
  run({ ResourceArn, TagKeys }: UntagResourceInput) {
    const definition = taggedTable(room, ResourceArn);
    const left = Object.entries(definition.tags).filter(([key]) => !TagKeys.includes(key));
    room.tables.change({ ...definition, tags: Object.fromEntries(left) });
    return {};
  },
});
