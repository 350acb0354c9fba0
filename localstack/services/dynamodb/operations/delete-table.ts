import type { Operation } from '../../../engine/service.ts';
import { tableIsProtected } from '../errors.ts';
import type { Room } from '../room.ts';
import { tableArn } from '../store/definition.ts';
import { tableName } from './parameters.ts';
import { describeTable } from './table-description.ts';

/** Takes a table and its items away, at once. */
export const deleteTable = (room: Room): Operation => ({
  parameters: { TableName: tableName },
  run({ TableName }: { readonly TableName: string }) {
    const { tables, streams, engine } = room;
    const table = tables.describe(TableName);
    const { name, isDeletionProtected } = table.definition;
    if (isDeletionProtected) throw tableIsProtected(tableArn(engine.region, engine.accountId, name));
    const description = describeTable(engine, table, 'DELETING');
    streams.disable(table.definition);
    tables.delete(table);
    return { TableDescription: description };
  },
});
