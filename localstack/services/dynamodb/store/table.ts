/**
 * One table's items in SQLite. `item_<n>` holds them under their key; each index is a table of its own that leads from
 * index keys to item keys, so that a change that leaves the index's key attributes alone costs the index nothing.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

import { attributeOf, type Item } from '../values/attribute-value.ts';
import { sizeOfItem } from '../values/check-value.ts';
import { isEqualItem } from '../values/compare.ts';
import { type WriteCost, writeUnits } from './capacity.ts';
import { type IndexDefinition, projectedNames, type TableDefinition } from './definition.ts';
import { indexKey, itemKey } from './item-keys.ts';
import type { KeyRange } from './key-bytes.ts';
import { StoredItem } from './stored-item.ts';

/** A change of one item: at least one of `before` and `after` is there, or nothing happens. */
export interface ItemChange {
  readonly key: Buffer;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
}

export interface Statistics {
  itemCount: number;
  sizeBytes: number;
}

const noIndexes: ReadonlyMap<string, number> = new Map();

export class Table {
  readonly definition: TableDefinition;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #statistics: Statistics | undefined;

  constructor(database: DatabaseSync, definition: TableDefinition) {
    this.#database = database;
    this.definition = definition;
  }

  read(key: Buffer): StoredItem | undefined {
    const row = this.#statement('SELECT size, body FROM $items WHERE key = ?').get(key);
    return row && storedItem(row);
  }

  /** The items whose keys (of the table or of `index`) are in the range, in order. End the iteration before writing. */
  *range({ from, to }: KeyRange, isForward: boolean, index?: IndexDefinition): Generator<StoredItem> {
    const order = isForward ? 'ASC' : 'DESC';
    const sql = index
      ? `SELECT size, body FROM ${this.#indexTable(index)} entry CROSS JOIN $items item ON item.key = entry.item
         WHERE entry.key >= ? AND entry.key < ? ORDER BY entry.key ${order}`
      : `SELECT size, body FROM $items WHERE key >= ? AND key < ? ORDER BY key ${order}`;
    for (const row of this.#statement(sql).iterate(from, to)) yield storedItem(row);
  }

  /** Keys of items that expired between two instants (epoch seconds), at most `countMax` of them. */
  expiredKeys(afterSeconds: number, untilSeconds: number, countMax: number): Buffer[] {
    return this.#statement('SELECT key FROM $items WHERE expires > ? AND expires <= ? ORDER BY expires LIMIT ?')
      .all(afterSeconds, untilSeconds, countMax)
      .map((row) => Buffer.from(row['key'] as Uint8Array));
  }

  /** Makes the change true in the table and its indexes. Not to be called but by `Tables.apply`. */
  write(change: ItemChange): WriteCost {
    const { key, before, after } = change;
    if (before && before.body === after?.body)
      return { tableUnits: writeUnits(after.sizeBytes), indexUnits: noIndexes };
    if (after) {
      const values = [after.sizeBytes, this.#expiryOf(after), after.body, key] as const;
      if (before) this.#run('UPDATE $items SET size = ?, expires = ?, body = ? WHERE key = ?', ...values);
      else this.#run('INSERT INTO $items (size, expires, body, key) VALUES (?, ?, ?, ?)', ...values);
    } else if (before) this.#run('DELETE FROM $items WHERE key = ?', key);
    this.#countChange(before, after);
    return {
      tableUnits: writeUnits(before?.sizeBytes ?? 0, after?.sizeBytes),
      indexUnits: this.definition.indexes.length > 0 ? this.#writeIndexes(change) : noIndexes,
    };
  }

  /** Number and size of the items; counted once, then kept along. */
  statistics(): Statistics {
    if (!this.#statistics) {
      const row = this.#statement('SELECT count(*) AS count, total(size) AS size FROM $items').get() ?? {};
      this.#statistics = { itemCount: Number(row['count']), sizeBytes: Number(row['size']) };
    }
    return this.#statistics;
  }

  /** Number of items that an index holds. */
  entryCount(index: IndexDefinition): number {
    return Number(this.#statement(`SELECT count(*) AS count FROM ${this.#indexTable(index)}`).get()?.['count']);
  }

  create(): void {
    const { number, indexes } = this.definition;
    // `body` comes last: SQLite can then read the small columns of a large row without its overflow pages.
    this.#database.exec(
      `CREATE TABLE ${itemsTable(this.definition)} (key BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, expires INTEGER, body TEXT NOT NULL);
       CREATE INDEX expires_${number} ON ${itemsTable(this.definition)} (expires) WHERE expires IS NOT NULL`,
    );
    for (const index of indexes) this.createIndex(index);
  }

  /** Makes an index and fills it with the items that are there. */
  createIndex(index: IndexDefinition): void {
    this.#database.exec(
      `CREATE TABLE ${this.#indexTable(index)} (key BLOB NOT NULL PRIMARY KEY, item BLOB NOT NULL) WITHOUT ROWID`,
    );
    for (const item of this.#everyItem()) {
      const ownKey = itemKey(this.definition, item);
      const entry = this.#entryKey(index, item, ownKey);
      if (entry) this.#run(`INSERT INTO ${this.#indexTable(index)} (key, item) VALUES (?, ?)`, entry, ownKey);
    }
  }

  /** Writes down anew when each item expires, after the attribute that says so was chosen or dropped. */
  rebuildExpiry(): void {
    for (const item of this.#everyItem()) {
      const expires = this.#expiryOf(StoredItem.of(item, 0));
      this.#run('UPDATE $items SET expires = ? WHERE key = ?', expires, itemKey(this.definition, item));
    }
  }

  dropIndex(index: IndexDefinition): void {
    this.#database.exec(`DROP TABLE ${this.#indexTable(index)}`);
  }

  drop(): void {
    for (const index of this.definition.indexes) this.dropIndex(index);
    this.#database.exec(`DROP TABLE ${itemsTable(this.definition)}`);
  }

  /** All items, read in slices: a statement must not run on while the rows it walks are being changed. */
  *#everyItem(): Generator<Item> {
    let after: Uint8Array = Buffer.alloc(0);
    for (;;) {
      const rows = this.#statement('SELECT key, body FROM $items WHERE key > ? ORDER BY key LIMIT 1000').all(after);
      for (const row of rows) yield JSON.parse(String(row['body'])) as Item;
      const last = rows.at(-1);
      if (!last) return;
      after = last['key'] as Uint8Array;
    }
  }

  #writeIndexes({ key, before, after }: ItemChange): Map<string, number> {
    const units = new Map<string, number>();
    for (const index of this.definition.indexes) {
      const oldKey = before && this.#entryKey(index, before.item, key);
      const newKey = after && this.#entryKey(index, after.item, key);
      const isMoved = !oldKey || !newKey || !oldKey.equals(newKey);
      const table = this.#indexTable(index);
      if (oldKey && isMoved) this.#run(`DELETE FROM ${table} WHERE key = ?`, oldKey);
      if (newKey && isMoved) this.#run(`INSERT INTO ${table} (key, item) VALUES (?, ?)`, newKey, key);
      const cost = this.#indexCost(index, oldKey && before.item, newKey && after.item, isMoved);
      if (cost > 0) units.set(index.name, cost);
    }
    return units;
  }

  /** An entry that moves is a delete and a put; one that stays costs only when what it holds has changed. */
  #indexCost(index: IndexDefinition, before: Item | undefined, after: Item | undefined, isMoved: boolean): number {
    const old = before && this.#projected(index, before);
    const now = after && this.#projected(index, after);
    if (isMoved) return (old ? writeUnits(sizeOfItem(old)) : 0) + (now ? writeUnits(sizeOfItem(now)) : 0);
    return !old || !now || isEqualItem(old, now) ? 0 : writeUnits(sizeOfItem(old), sizeOfItem(now));
  }

  #projected(index: IndexDefinition, item: Item): Item {
    const names = projectedNames(this.definition, index);
    return names ? Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name))) : item;
  }

  #countChange(before: StoredItem | undefined, after: StoredItem | undefined): void {
    if (!this.#statistics) return;
    this.#statistics.itemCount += Number(after !== undefined) - Number(before !== undefined);
    this.#statistics.sizeBytes += (after?.sizeBytes ?? 0) - (before?.sizeBytes ?? 0);
  }

  /** Epoch seconds; null for an item without the attribute or with another type in it, which never expires. */
  #expiryOf(stored: StoredItem): number | null {
    const { ttlAttribute } = this.definition;
    const value = ttlAttribute === undefined ? undefined : attributeOf(stored.item, ttlAttribute);
    if (!value || !('N' in value)) return null;
    const seconds = Math.floor(Number(value.N));
    return Number.isSafeInteger(seconds) ? seconds : null;
  }

  #entryKey(index: IndexDefinition, item: Item, ownKey: Buffer): Buffer | undefined {
    return indexKey(this.definition, index, item, ownKey);
  }

  #indexTable(index: IndexDefinition): string {
    return `index_${this.definition.number}_${index.number}`;
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const prepared = this.#database.prepare(sql.replace('$items', itemsTable(this.definition)));
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

function itemsTable({ number }: TableDefinition): string {
  return `item_${number}`;
}

function storedItem(row: Record<string, unknown>): StoredItem {
  return new StoredItem(row['body'] as string, row['size'] as number);
}
