/** DynamoDB's units: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
const writeUnitBytes = 1024;
const readUnitBytes = 4096;

export const writeUnits = (itemBytes: number): number => Math.max(1, Math.ceil(itemBytes / writeUnitBytes));
/** Eventually consistent reads are half a unit. */
export const readUnits = (itemBytes: number): number => Math.max(1, Math.ceil(itemBytes / readUnitBytes)) / 2;

/** What DynamoDB charged a run, and what the cost model says that it should have. In units. */
export class Meter {
  /** Raw listens and aggregates, as they are written. */
  written = 0;
  modelWritten = 0;
  /** Whatever a reply of the Top-K service took. The model has bounds, for what may have been remembered or not. */
  readForReplies = 0;
  modelReadMin = 0;
  modelReadMax = 0;
  replies = 0;
  /** What an aggregator asked of the catalogue, or offered it, although it knew better. */
  catalogueCallsInVain = 0;
}
