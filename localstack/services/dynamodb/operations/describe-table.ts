import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import { tableName } from './parameters.ts';
import { describeTable } from './table-description.ts';

export const describeTableOperation = ({ tables, engine }: Room): Operation => ({
  parameters: { TableName: tableName },
  run: ({ TableName }: { readonly TableName: string }) => ({
    Table: describeTable(engine, tables.describe(TableName)),
  }),
});
