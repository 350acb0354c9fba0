import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';

interface ListTablesInput {
  readonly ExclusiveStartTableName?: string;
  readonly Limit?: number;
}

const limitDefault = 100;

/** The names of all tables, in order, a page at a time. */
export const listTables = ({ tables }: Room): Operation => ({
  parameters: {
    ExclusiveStartTableName: { type: 'string', lengthMin: 3, lengthMax: 255, pattern: '[a-zA-Z0-9_.-]+' },
    Limit: { type: 'integer', valueMin: 1, valueMax: limitDefault },
  },
  run({ ExclusiveStartTableName: start = '', Limit = limitDefault }: ListTablesInput) {
    const names = tables
      .list()
      .map(({ definition }) => definition.name)
      .filter((name) => name > start);
    const page = names.slice(0, Limit);
    const last = page.at(-1);
    return { TableNames: page, ...(last && names.length > Limit ? { LastEvaluatedTableName: last } : {}) };
  },
});
