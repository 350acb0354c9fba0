/**
 * What FIFO queues remember beside their messages: which groups may be received, which deduplication ids are known,
 * which receive attempts were made.
 *
 * A row of `fifoGroups` says from when on a group may be received: never before its first message is visible, and not
 * while one of its messages is in flight. Triggers keep it, so that no way of changing a message can forget to, and a
 * receive looks at groups, not at the messages of locked ones.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { messageColumns } from './message-store.ts';
import type { StoredMessage } from './message-store.ts';

/** What a duplicate is answered with. */
export interface Original {
  readonly messageId: string;
  readonly sequence: number;
}

/** The messages of a receive attempt: sequence, and which receive of it. */
export type Attempt = readonly (readonly [sequence: number, receiveCount: number])[];

/** Both windows. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
const rememberedMs = 300_000;

const regroup = (row: 'old' | 'new') => `
  DELETE FROM fifoGroups WHERE queue = ${row}.queue AND groupId = ${row}.groupId;
  INSERT INTO fifoGroups (queue, groupId, headSequence, availableAtMs)
    SELECT queue, groupId, sequence, max(visibleAtMs, ifnull((
      SELECT max(visibleAtMs) FROM messages INDEXED BY messages_received
      WHERE queue = ${row}.queue AND groupId = ${row}.groupId AND receiveCount > 0), 0))
    FROM messages INDEXED BY messages_of_group
    WHERE queue = ${row}.queue AND groupId = ${row}.groupId ORDER BY sequence LIMIT 1;
`;

const schema = `
  CREATE INDEX IF NOT EXISTS messages_of_group ON messages (queue, groupId, sequence) WHERE groupId IS NOT NULL;
  CREATE INDEX IF NOT EXISTS messages_received ON messages (queue, groupId, visibleAtMs)
    WHERE groupId IS NOT NULL AND receiveCount > 0;
  CREATE TABLE IF NOT EXISTS fifoGroups (
    queue TEXT NOT NULL,
    groupId TEXT NOT NULL,
    headSequence INTEGER NOT NULL,
    availableAtMs INTEGER NOT NULL,
    PRIMARY KEY (queue, groupId)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS fifoGroups_by_availability ON fifoGroups (queue, availableAtMs, headSequence);
  CREATE TRIGGER IF NOT EXISTS messages_grouped AFTER INSERT ON messages WHEN new.groupId IS NOT NULL BEGIN
    INSERT INTO fifoGroups (queue, groupId, headSequence, availableAtMs)
      VALUES (new.queue, new.groupId, new.sequence, new.visibleAtMs) ON CONFLICT DO NOTHING;
  END;
  CREATE TRIGGER IF NOT EXISTS messages_regrouped AFTER UPDATE OF queue, visibleAtMs, receiveCount ON messages
    WHEN new.groupId IS NOT NULL BEGIN ${regroup('old')} ${regroup('new')} END;
  CREATE TRIGGER IF NOT EXISTS messages_ungrouped AFTER DELETE ON messages
    WHEN old.groupId IS NOT NULL BEGIN ${regroup('old')} END;
  CREATE TABLE IF NOT EXISTS fifoDeduplication (
    queue TEXT NOT NULL,
    scope TEXT NOT NULL,
    deduplicationId TEXT NOT NULL,
    messageId TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    untilMs INTEGER NOT NULL,
    PRIMARY KEY (queue, scope, deduplicationId)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS fifoDeduplication_by_age ON fifoDeduplication (untilMs);
  CREATE TABLE IF NOT EXISTS fifoAttempts (
    queue TEXT NOT NULL,
    attemptId TEXT NOT NULL,
    receipts TEXT NOT NULL,
    untilMs INTEGER NOT NULL,
    PRIMARY KEY (queue, attemptId)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS fifoAttempts_by_age ON fifoAttempts (untilMs);
`;

export class FifoStore {
  readonly #statements: ReturnType<typeof prepare>;

  /** `database` is the one that a `MessageStore` has been opened on. */
  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#statements = prepare((sql) => database.prepare(sql));
  }

  /** The next messages of groups that are in nobody's hands: as many of one group as there are, in order, then the next. */
  visible(queue: string, nowMs: number, messagesMax: number): StoredMessage[] {
    const found: StoredMessage[] = [];
    const groups = this.#statements.groups.all(queue, nowMs, messagesMax) as unknown as { groupId: string }[];
    for (const { groupId } of groups) {
      const wanted = messagesMax - found.length;
      if (wanted === 0) break;
      const messages = this.#statements.ofGroup.all(queue, groupId, wanted) as unknown as StoredMessage[];
      // What comes after a message that is still delayed waits behind it.
      const hidden = messages.findIndex(({ visibleAtMs }) => visibleAtMs > nowMs);
      found.push(...(hidden < 0 ? messages : messages.slice(0, hidden)));
    }
    return found;
  }

  /** When the next group becomes available. */
  nextAvailableAtMs(queue: string, nowMs: number): number | undefined {
    return (this.#statements.next.get(queue, nowMs) as { availableAtMs: number } | undefined)?.availableAtMs;
  }

  /** A changed delay of the queue holds for the messages that are in it, "retroactive" as the guide says. */
  delayUnreceived(queue: string, delayMs: number): void {
    this.#statements.delay.run(delayMs, queue);
  }

  /** The message that was accepted under this deduplication id in the last five minutes. */
  original(queue: string, scope: string, deduplicationId: string, nowMs: number): Original | undefined {
    return this.#statements.original.get(queue, scope, deduplicationId, nowMs) as Original | undefined;
  }

  remember(queue: string, scope: string, deduplicationId: string, { messageId, sequence }: Original, nowMs: number) {
    this.#statements.forgetOld.run(nowMs);
    this.#statements.remember.run(queue, scope, deduplicationId, messageId, sequence, nowMs + rememberedMs);
  }

  attempt(queue: string, attemptId: string, nowMs: number): Attempt | undefined {
    const row = this.#statements.attempt.get(queue, attemptId, nowMs) as { receipts: string } | undefined;
    return row && (JSON.parse(row.receipts) as Attempt);
  }

  rememberAttempt(queue: string, attemptId: string, receipts: Attempt, nowMs: number): void {
    this.#statements.forgetOldAttempts.run(nowMs);
    this.#statements.rememberAttempt.run(queue, attemptId, JSON.stringify(receipts), nowMs + rememberedMs);
  }

  /** Forgets a deleted queue's deduplication ids and attempts; its groups went with its messages. */
  forget(queue: string): void {
    this.#statements.forget.run(queue);
    this.#statements.forgetAttempts.run(queue);
  }
}

function prepare(statement: (sql: string) => StatementSync) {
  return {
    groups: statement(
      `SELECT groupId FROM fifoGroups INDEXED BY fifoGroups_by_availability
       WHERE queue = ? AND availableAtMs <= ? ORDER BY availableAtMs, headSequence LIMIT ?`,
    ),
    ofGroup: statement(
      `SELECT ${messageColumns} FROM messages INDEXED BY messages_of_group
       WHERE queue = ? AND groupId = ? ORDER BY sequence LIMIT ?`,
    ),
    next: statement(
      `SELECT availableAtMs FROM fifoGroups INDEXED BY fifoGroups_by_availability
       WHERE queue = ? AND availableAtMs > ? ORDER BY availableAtMs LIMIT 1`,
    ),
    delay: statement('UPDATE messages SET visibleAtMs = sentAtMs + ? WHERE queue = ? AND receiveCount = 0'),
    original: statement(
      `SELECT messageId, sequence FROM fifoDeduplication
       WHERE queue = ? AND scope = ? AND deduplicationId = ? AND untilMs > ?`,
    ),
    forgetOld: statement('DELETE FROM fifoDeduplication WHERE untilMs <= ?'),
    remember: statement('INSERT OR REPLACE INTO fifoDeduplication VALUES (?, ?, ?, ?, ?, ?)'),
    attempt: statement('SELECT receipts FROM fifoAttempts WHERE queue = ? AND attemptId = ? AND untilMs > ?'),
    forgetOldAttempts: statement('DELETE FROM fifoAttempts WHERE untilMs <= ?'),
    rememberAttempt: statement('INSERT OR REPLACE INTO fifoAttempts VALUES (?, ?, ?, ?)'),
    forget: statement('DELETE FROM fifoDeduplication WHERE queue = ?'),
    forgetAttempts: statement('DELETE FROM fifoAttempts WHERE queue = ?'),
  };
}
