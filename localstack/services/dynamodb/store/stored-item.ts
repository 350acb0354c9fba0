import type { Item } from '../values/attribute-value.ts';

/** An item as it is kept: compact JSON text and its size, taken apart only when somebody looks inside. */
export class StoredItem {
  readonly body: string;
  /** DynamoDB's size of the item, which its limits and prices are made of; not the length of `body`. */
  readonly sizeBytes: number;
  #item: Item | undefined;

  constructor(body: string, sizeBytes: number, item?: Item) {
    this.body = body;
    this.sizeBytes = sizeBytes;
    this.#item = item;
  }

  static of(item: Item, sizeBytes: number): StoredItem {
    return new StoredItem(JSON.stringify(item), sizeBytes, item);
  }

  /** The parsed item. Not to be changed: others may hold it too. */
  get item(): Item {
    this.#item ??= JSON.parse(this.body) as Item;
    return this.#item;
  }
}
