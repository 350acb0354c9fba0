import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import { backedUpTable, describeBackups } from './continuous-backups.ts';
import { tableName } from './parameters.ts';

export const describeContinuousBackups = (room: Room): Operation => ({
  parameters: { TableName: tableName },
  run: ({ TableName }: { readonly TableName: string }) =>
    describeBackups(backedUpTable(room, TableName), room.engine.clock.nowMs()),
});
