/** Where each mapping stands in each shard: durable, and moved only over what is done. */
import type { DatabaseSync } from 'node:sqlite';

import type { StartPosition } from '../../../engine/doors.ts';
import type { WindowState } from './tumbling-window.ts';

export interface Checkpoint {
  readonly position: StartPosition;
  /** The shard is closed and has been worked to its end. */
  readonly isEnded: boolean;
  /** The tumbling window that is under way. */
  readonly window?: WindowState;
}

export interface Checkpoints {
  get(mappingId: string, shardId: string): Checkpoint | undefined;
  put(mappingId: string, shardId: string, checkpoint: Checkpoint): void;
  /** Forgets a mapping. */
  deleteAll(mappingId: string): void;
}

export function openCheckpoints(database: DatabaseSync): Checkpoints {
  database.exec(
    'CREATE TABLE IF NOT EXISTS checkpoints (mapping TEXT, shard TEXT, position TEXT NOT NULL, is_ended INTEGER NOT NULL, PRIMARY KEY (mapping, shard)) WITHOUT ROWID',
  );
  const columns = database.prepare("SELECT name FROM pragma_table_info('checkpoints')").all();
  if (columns.every((column) => column['name'] !== 'window')) {
    database.exec('ALTER TABLE checkpoints ADD COLUMN window TEXT');
  }
  const select = database.prepare('SELECT position, is_ended, window FROM checkpoints WHERE mapping = ? AND shard = ?');
  const upsert = database.prepare(
    'INSERT OR REPLACE INTO checkpoints (mapping, shard, position, is_ended, window) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM checkpoints WHERE mapping = ?');
  return {
    get: (mappingId, shardId) => {
      const row = select.get(mappingId, shardId);
      if (!row) return undefined;
      const window = row['window'];
      return {
        position: JSON.parse(String(row['position'])) as StartPosition,
        isEnded: row['is_ended'] === 1,
        ...(typeof window === 'string' && { window: JSON.parse(window) as WindowState }),
      };
    },
    put: (mappingId, shardId, { position, isEnded, window }) => {
      const windowText = window ? JSON.stringify(window) : null;
      upsert.run(mappingId, shardId, JSON.stringify(position), isEnded ? 1 : 0, windowText);
    },
    deleteAll: (mappingId) => void remove.run(mappingId),
  };
}
