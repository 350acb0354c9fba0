import { validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import { tags } from './table-parameters.ts';
import { taggedTable } from './tagged-table.ts';

interface TagResourceInput {
  readonly ResourceArn: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html#TaggingRestrictions */
const tagsMax = 50;

export const tagResource = (room: Room): Operation => ({
  parameters: {
    ResourceArn: { type: 'string', required: true, lengthMin: 1, lengthMax: 1283 },
    Tags: { ...tags, required: true },
  },
  run({ ResourceArn, Tags }: TagResourceInput) {
    const definition = taggedTable(room, ResourceArn);
    const all = { ...definition.tags, ...Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) };
    if (Object.keys(all).length > tagsMax) throw validationError(`The number of tags exceeds the limit of ${tagsMax}`);
    room.tables.change({ ...definition, tags: all });
    return {};
  },
});
