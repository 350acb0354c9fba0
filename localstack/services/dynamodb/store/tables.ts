/** All tables: their definitions, kept beside the items in the same database, and the one place where items change. */
import type { DatabaseSync } from 'node:sqlite';

import { validationError } from '../../../engine/aws-error.ts';
import { resourceNotFound, tableExists, tableNotFound } from '../errors.ts';
import type { WriteCost } from './capacity.ts';
import { CommitGroup } from './commit-group.ts';
import type { IndexDefinition, TableDefinition } from './definition.ts';
import { type ItemChange, Table } from './table.ts';

export type ChangeCause = 'request' | 'expiry';

/** Called with every change of every item, inside the transaction that makes it: the place where streams listen. */
export type ChangeListener = (table: Table, change: ItemChange, cause: ChangeCause) => void;

/** 64 MB of pages in memory; checkpoints (which sync to the disk) every 80 MB of log instead of every 4. */
const pragmas = 'PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 20000';

export class Tables {
  readonly group: CommitGroup;
  readonly #database: DatabaseSync;
  readonly #listeners: ChangeListener[] = [];
  #tables = new Map<string, Table>();

  constructor(database: DatabaseSync, onFault: (fault: unknown) => void) {
    this.#database = database;
    database.exec(
      `${pragmas};
       CREATE TABLE IF NOT EXISTS tables (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL);
       CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, request TEXT NOT NULL, madeMs INTEGER NOT NULL) WITHOUT ROWID`,
    );
    this.group = new CommitGroup(database, (fault) => {
      this.#load();
      onFault(fault);
    });
    this.#load();
  }

  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  find(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** The table that items are read from or written to, by name or ARN. */
  require(nameOrArn: string): Table {
    const table = this.find(tableNameOf(nameOrArn));
    if (!table) throw resourceNotFound();
    return table;
  }

  /** The table that a control operation is about, by name or ARN. */
  describe(nameOrArn: string): Table {
    const name = tableNameOf(nameOrArn);
    const table = this.find(name);
    if (!table) throw tableNotFound(name);
    return table;
  }

  /** In the order of their names. */
  list(): Table[] {
    return [...this.#tables.values()].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  }

  create(definition: Omit<TableDefinition, 'number'>): Table {
    if (this.find(definition.name)) throw tableExists(definition.name);
    this.group.join();
    const { lastInsertRowid } = this.#database
      .prepare('INSERT INTO tables (name, definition) VALUES (?, ?)')
      .run(definition.name, '{}');
    const table = new Table(this.#database, { ...definition, number: Number(lastInsertRowid) });
    table.create();
    return this.#keep(table.definition);
  }

  /** Replaces what is known about a table; indexes come and go by `addIndex` and `removeIndex`. */
  change(definition: TableDefinition): Table {
    this.group.join();
    return this.#keep(definition);
  }

  addIndex(table: Table, index: Omit<IndexDefinition, 'number'>): Table {
    const { definition } = table;
    const number = definition.indexNumberNext;
    const numbered = { ...index, number };
    this.group.join();
    table.createIndex(numbered);
    return this.#keep({
      ...definition,
      indexNumberNext: number + 1,
      indexes: [...definition.indexes, numbered],
    });
  }

  removeIndex(table: Table, index: IndexDefinition): Table {
    const { definition } = table;
    this.group.join();
    table.dropIndex(index);
    return this.#keep({ ...definition, indexes: definition.indexes.filter((each) => each !== index) });
  }

  delete(table: Table): void {
    this.group.join();
    table.drop();
    this.#database.prepare('DELETE FROM tables WHERE number = ?').run(table.definition.number);
    this.#tables.delete(table.definition.name);
  }

  /** Makes one item's change true: every change of every item passes here, whoever causes it. */
  apply(table: Table, change: ItemChange, cause: ChangeCause): WriteCost {
    this.group.join();
    const cost = table.write(change);
    if (change.before ?? change.after) for (const listener of this.#listeners) listener(table, change, cause);
    return cost;
  }

  /** Remembers a transaction's token with what it asked for, and forgets those older than `oldestMs`. */
  rememberToken(token: string, request: string, nowMs: number, oldestMs: number): void {
    this.group.join();
    this.#database.prepare('DELETE FROM tokens WHERE madeMs < ?').run(oldestMs);
    this.#database
      .prepare('INSERT OR REPLACE INTO tokens (token, request, madeMs) VALUES (?, ?, ?)')
      .run(token, request, nowMs);
  }

  /** What the token was used for, if that was not before `oldestMs`. */
  tokenRequest(token: string, oldestMs: number): string | undefined {
    const row = this.#database
      .prepare('SELECT request FROM tokens WHERE token = ? AND madeMs >= ?')
      .get(token, oldestMs);
    return row && String(row['request']);
  }

  #keep(definition: TableDefinition): Table {
    const table = new Table(this.#database, definition);
    this.#database
      .prepare('UPDATE tables SET definition = ? WHERE number = ?')
      .run(JSON.stringify(definition), definition.number);
    this.#tables.set(definition.name, table);
    return table;
  }

  #load(): void {
    const rows = this.#database.prepare('SELECT definition FROM tables').all();
    const definitions = rows.map((row) => JSON.parse(String(row['definition'])) as TableDefinition);
    this.#tables = new Map(definitions.map((definition) => [definition.name, new Table(this.#database, definition)]));
  }
}

const namePattern = /^[a-zA-Z0-9_.-]{3,255}$/;
const arnPattern = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/;

function tableNameOf(nameOrArn: string): string {
  const name = arnPattern.exec(nameOrArn)?.[1] ?? nameOrArn;
  if (namePattern.test(name)) return name;
  if (name.length < 3 || name.length > 255) {
    throw validationError('TableName must be at least 3 characters long and at most 255 characters long');
  }
  throw validationError(
    `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
  );
}
