/**
 * The messages of all queues in one SQLite table. Two indexes keep every question O(answer): what is visible by now,
 * and what is too old.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export interface StoredMessage {
  /** Orders messages as they were sent, and names one in its receipt handle. */
  readonly sequence: number;
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** JSON of the message attributes as SendMessage takes them; empty when there are none. */
  readonly attributes: string;
  /** JSON of fixed system attributes: SenderId, AWSTraceHeader, … */
  readonly systemAttributes: string;
  readonly sentAtMs: number;
  readonly visibleAtMs: number;
  readonly receiveCount: number;
  readonly firstReceivedAtMs: number | null;
  /** The message group, in a FIFO queue; null in a standard one, whose groups are only a label. */
  readonly groupId: string | null;
}

export type NewMessage = Pick<
  StoredMessage,
  'messageId' | 'body' | 'md5OfBody' | 'attributes' | 'systemAttributes' | 'sentAtMs' | 'visibleAtMs' | 'groupId'
>;

export interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

const schema = `
  CREATE TABLE IF NOT EXISTS messages (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    messageId TEXT NOT NULL,
    body TEXT NOT NULL,
    md5OfBody TEXT NOT NULL,
    attributes TEXT NOT NULL,
    systemAttributes TEXT NOT NULL,
    sentAtMs INTEGER NOT NULL,
    visibleAtMs INTEGER NOT NULL,
    receiveCount INTEGER NOT NULL DEFAULT 0,
    firstReceivedAtMs INTEGER,
    isHeld INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS messages_by_visibility ON messages (queue, visibleAtMs, sequence);
  CREATE INDEX IF NOT EXISTS messages_by_age ON messages (queue, sentAtMs);
  CREATE INDEX IF NOT EXISTS messages_held ON messages (sequence) WHERE isHeld = 1;
`;

export class MessageStore {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    addGroups(database);
    this.#database = database;
    this.#statements = prepare((sql) => database.prepare(sql));
  }

  /** Runs `work` in one transaction: all of it survives a kill, or none. */
  transaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (fault) {
      this.#database.exec('ROLLBACK');
      throw fault;
    }
  }

  /** Returns the new message's sequence. */
  insert(queue: string, message: NewMessage): number {
    const { messageId, body, md5OfBody, attributes, systemAttributes, sentAtMs, visibleAtMs, groupId } = message;
    const { insert } = this.#statements;
    const fixed = [queue, messageId, body, md5OfBody, attributes, systemAttributes] as const;
    return Number(insert.run(...fixed, sentAtMs, visibleAtMs, groupId).lastInsertRowid);
  }

  /** The messages that have been visible longest, at most `messagesMax`. */
  visible(queue: string, nowMs: number, messagesMax: number): StoredMessage[] {
    return this.#statements.visible.all(queue, nowMs, messagesMax) as unknown as StoredMessage[];
  }

  /** The message while it is in `queue`. */
  find(queue: string, sequence: number): StoredMessage | undefined {
    return this.#statements.find.get(queue, sequence) as unknown as StoredMessage | undefined;
  }

  /** Counts a receive and hides the message until `visibleAtMs`. `isHeld`: by a reader that lives and dies with the cloud. */
  hide(sequence: number, visibleAtMs: number, nowMs: number, isHeld: boolean): void {
    this.#statements.hide.run(visibleAtMs, nowMs, Number(isHeld), sequence);
  }

  /**
   * Gives back, as though never received, what readers inside the cloud held when it ended: they are gone, so nobody
   * would answer for these messages, and a kill of the cloud is no failed delivery that counts towards a dead letter.
   */
  releaseHeld(nowMs: number): void {
    this.#statements.releaseHeld.run(nowMs);
  }

  setVisibleAt(sequence: number, visibleAtMs: number): void {
    this.#statements.setVisibleAt.run(visibleAtMs, sequence);
  }

  /** To another queue, visible at once there, with the age of `sentAtMs`; its receives go along. */
  move(sequence: number, toQueue: string, systemAttributes: string, sentAtMs: number, nowMs: number): void {
    this.#statements.move.run(toQueue, systemAttributes, sentAtMs, nowMs, sequence);
  }

  /** Deletes the message if `receiveCount` is still its latest receive. */
  delete(queue: string, sequence: number, receiveCount: number): void {
    this.#statements.delete.run(queue, sequence, receiveCount);
  }

  /** Deletes the message, in whoever's hands it is. */
  remove(sequence: number): void {
    this.#statements.remove.run(sequence);
  }

  /** The sequence of the message that was stored last; 0 when there never was one. */
  lastSequence(): number {
    return (this.#statements.last.get() as { seq: number } | undefined)?.seq ?? 0;
  }

  /** Deletes what was sent at or before `sentAtMs`. Looks before it writes, since it mostly finds nothing. */
  deleteOlder(queue: string, sentAtMs: number): void {
    if (this.#statements.oldest.get(queue, sentAtMs)) this.#statements.deleteOlder.run(queue, sentAtMs);
  }

  deleteAll(queue: string): void {
    this.#statements.deleteAll.run(queue);
  }

  depth(queue: string, nowMs: number): Depth {
    return this.#statements.depth.get(nowMs, nowMs, nowMs, queue) as unknown as Depth;
  }

  /** When the oldest message was sent; undefined when there is none. */
  oldestSentAtMs(queue: string): number | undefined {
    const row = this.#statements.oldestSent.get(queue) as { sentAtMs: number } | undefined;
    return row?.sentAtMs;
  }

  /** When the next hidden message becomes visible. */
  nextVisibleAtMs(queue: string, nowMs: number): number | undefined {
    const row = this.#statements.next.get(queue, nowMs) as { visibleAtMs: number } | undefined;
    return row?.visibleAtMs;
  }
}

/** Groups came later than the table: a state folder from before gets the column now. */
function addGroups(database: DatabaseSync): void {
  const known = database.prepare("SELECT 1 FROM pragma_table_info('messages') WHERE name = 'groupId'").get();
  if (!known) database.exec('ALTER TABLE messages ADD COLUMN groupId TEXT');
}

export const messageColumns =
  'sequence, messageId, body, md5OfBody, attributes, systemAttributes, sentAtMs, visibleAtMs, receiveCount, firstReceivedAtMs, groupId';

function prepare(statement: (sql: string) => StatementSync) {
  return {
    insert: statement(
      `INSERT INTO messages (queue, messageId, body, md5OfBody, attributes, systemAttributes, sentAtMs, visibleAtMs, groupId)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    visible: statement(
      `SELECT ${messageColumns} FROM messages INDEXED BY messages_by_visibility
       WHERE queue = ? AND visibleAtMs <= ? ORDER BY visibleAtMs, sequence LIMIT ?`,
    ),
    find: statement(`SELECT ${messageColumns} FROM messages WHERE queue = ? AND sequence = ?`),
    hide: statement(
      `UPDATE messages SET visibleAtMs = ?, receiveCount = receiveCount + 1,
       firstReceivedAtMs = coalesce(firstReceivedAtMs, ?), isHeld = ? WHERE sequence = ?`,
    ),
    releaseHeld: statement(
      `UPDATE messages INDEXED BY messages_held
       SET visibleAtMs = iif(visibleAtMs > ?1, ?1, visibleAtMs),
           receiveCount = iif(visibleAtMs > ?1, receiveCount - 1, receiveCount),
           isHeld = 0
       WHERE isHeld = 1`,
    ),
    setVisibleAt: statement('UPDATE messages SET visibleAtMs = ?, isHeld = 0 WHERE sequence = ?'),
    move: statement(
      'UPDATE messages SET queue = ?, systemAttributes = ?, sentAtMs = ?, visibleAtMs = ?, isHeld = 0 WHERE sequence = ?',
    ),
    delete: statement('DELETE FROM messages WHERE queue = ? AND sequence = ? AND receiveCount = ?'),
    remove: statement('DELETE FROM messages WHERE sequence = ?'),
    last: statement("SELECT seq FROM sqlite_sequence WHERE name = 'messages'"),
    oldest: statement('SELECT 1 FROM messages INDEXED BY messages_by_age WHERE queue = ? AND sentAtMs <= ? LIMIT 1'),
    oldestSent: statement(
      'SELECT sentAtMs FROM messages INDEXED BY messages_by_age WHERE queue = ? ORDER BY sentAtMs LIMIT 1',
    ),
    deleteOlder: statement('DELETE FROM messages INDEXED BY messages_by_age WHERE queue = ? AND sentAtMs <= ?'),
    deleteAll: statement('DELETE FROM messages WHERE queue = ?'),
    depth: statement(
      `SELECT count(*) FILTER (WHERE visibleAtMs <= ?) AS visible,
              count(*) FILTER (WHERE visibleAtMs > ? AND receiveCount > 0) AS inFlight,
              count(*) FILTER (WHERE visibleAtMs > ? AND receiveCount = 0) AS delayed
       FROM messages WHERE queue = ?`,
    ),
    next: statement(
      `SELECT visibleAtMs FROM messages INDEXED BY messages_by_visibility
       WHERE queue = ? AND visibleAtMs > ? ORDER BY visibleAtMs LIMIT 1`,
    ),
  };
}
