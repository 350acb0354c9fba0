/** The same work as the DynamoDB load clients ask for, done by node:sqlite without a wire: what is the least it can cost. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { Sender } from '../load/senders.ts';
import {
  batchRows,
  benchName,
  dayKey,
  dayOf,
  daysPerUser,
  elementBytes,
  elementsPerUpdate,
  rawRow,
  userOf,
  usersOfLoad,
  usersToRead,
  type WorkloadName,
} from '../load/workloads.ts';

/** Listens of a user and day, as in the peers' data: 14.3. */
const elementsPerDay = 14;
/** Requests between two looks at the clock. */
const requestsPerLook = 50;

export interface Sqlite {
  /** Items per second of one workload. */
  rate(workload: WorkloadName, measureMs: number): number;
  close(): void;
}

export function openSqlite(folder: string): Sqlite {
  const database = new DatabaseSync(join(folder, 'alternative.sqlite'));
  // As durable as our cloud: what is acknowledged survives the process, not a power cut.
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE rows (pk TEXT, sk TEXT, body TEXT, PRIMARY KEY (pk, sk)) WITHOUT ROWID;
    CREATE TABLE elements (user_id TEXT, day TEXT, element BLOB, PRIMARY KEY (user_id, day, element)) WITHOUT ROWID;
    CREATE TABLE days (user_id TEXT, day TEXT, e BLOB, PRIMARY KEY (user_id, day)) WITHOUT ROWID`);
  fillDays(database);
  const requests = requestsOf(database);
  return {
    rate: (workload, measureMs) => {
      const run = requests[workload];
      if (!run) throw new Error(`node:sqlite has nothing to put beside ${workload}`);
      const beganMs = performance.now();
      let items = 0;
      let elapsedMs = 0;
      while (elapsedMs < measureMs) {
        for (let count = 0; count < requestsPerLook; count += 1) items += run();
        elapsedMs = performance.now() - beganMs;
      }
      return (items / elapsedMs) * 1000;
    },
    close: () => database.close(),
  };
}

function requestsOf(database: DatabaseSync): Partial<Record<WorkloadName, () => number>> {
  const putRow = database.prepare('INSERT OR REPLACE INTO rows VALUES (?, ?, ?)');
  const putElement = database.prepare('INSERT OR IGNORE INTO elements VALUES (?, ?, ?)');
  const getDay = database.prepare('SELECT * FROM days WHERE user_id = ? AND day = ?');
  const getDays = database.prepare('SELECT * FROM days WHERE user_id = ? AND day BETWEEN ? AND ?');
  const anyUser = (users: number): string => userOf(Math.floor(Math.random() * users));
  const anyDay = (): string => dayOf(Math.floor(Math.random() * daysPerUser));
  let count = 0;
  return {
    'batch-write': () => {
      database.exec('BEGIN');
      for (let row = 0; row < batchRows; row += 1) {
        count += 1;
        const { pk, sk, ...rest } = rawRow(0, 0, count);
        putRow.run(pk.S, sk.S, JSON.stringify(rest));
      }
      database.exec('COMMIT');
      return batchRows;
    },
    'update-add': () => {
      const [user, day] = [anyUser(usersOfLoad), anyDay()];
      database.exec('BEGIN');
      for (let element = 0; element < elementsPerUpdate; element += 1)
        putElement.run(user, day, randomBytes(elementBytes));
      database.exec('COMMIT');
      return 1;
    },
    'get-item': () => (getDay.get(anyUser(usersToRead), anyDay()) ? 1 : 0),
    query: () => (getDays.all(anyUser(usersToRead), dayOf(0), dayOf(daysPerUser - 1)).length > 0 ? 1 : 0),
  };
}

function fillDays(database: DatabaseSync): void {
  const put = database.prepare('INSERT INTO days VALUES (?, ?, ?)');
  database.exec('BEGIN');
  for (let user = 0; user < usersToRead; user += 1)
    for (let day = 0; day < daysPerUser; day += 1)
      put.run(userOf(user), dayOf(day), randomBytes(elementBytes * elementsPerDay));
  database.exec('COMMIT');
}

/** Gives the cloud the days that reads ask for. */
export async function fillReadTable(send: Sender['send'], bytes: Sender['bytes']): Promise<void> {
  const itemOf = (user: number, day: number) => ({
    ...dayKey(user, day),
    e: { BS: Array.from({ length: elementsPerDay }, () => bytes(randomBytes(elementBytes))) },
    expires_at: { N: '1798000000' },
  });
  const items = Array.from({ length: usersToRead * daysPerUser }, (_, index) =>
    itemOf(Math.floor(index / daysPerUser), index % daysPerUser),
  );
  for (let start = 0; start < items.length; start += batchRows) {
    const requests = items.slice(start, start + batchRows).map((Item) => ({ PutRequest: { Item } }));
    await send({ operation: 'BatchWriteItem', input: { RequestItems: { [`${benchName}-read`]: requests } } });
  }
}
