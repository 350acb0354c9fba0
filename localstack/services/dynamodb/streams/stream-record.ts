/**
 * One change of an item as the JSON that a reader of the stream sees. Images are the items' own text, so that nothing is
 * built anew. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
 */
import { createHash } from 'node:crypto';

import { keyNames, type TableDefinition, type ViewType } from '../store/definition.ts';
import type { ItemChange } from '../store/table.ts';
import type { ChangeCause } from '../store/tables.ts';
import { attributeOf, type Item, setAttribute } from '../values/attribute-value.ts';
import { sizeOfItem } from '../values/check-value.ts';
import { isEqualItem } from '../values/compare.ts';

export interface RecordPlace {
  readonly streamArn: string;
  readonly region: string;
  readonly viewType: ViewType;
  readonly sequenceNumber: string;
  readonly nowMs: number;
}

export interface StreamRecordText {
  /** The item's key as JSON: what keeps the changes of one item in order. */
  readonly keys: string;
  /** Everything that a function is told, but for the stream's ARN. */
  readonly body: string;
}

/** Who deletes expired items. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html */
const expiryIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

/** "If you perform a PutItem or UpdateItem operation that does not change any data in an item, no record is written." */
export function changesNothing({ before, after }: ItemChange): boolean {
  if (!before || !after) return !before && !after;
  return before.body === after.body || isEqualItem(before.item, after.item);
}

export function streamRecord(
  definition: TableDefinition,
  { before, after }: ItemChange,
  cause: ChangeCause,
  { streamArn, region, viewType, sequenceNumber, nowMs }: RecordPlace,
): StreamRecordText {
  const keyItem = keysOf(definition, (after ?? before)?.item ?? {});
  const keys = JSON.stringify(keyItem);
  const newImage = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? after : undefined;
  const oldImage = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? before : undefined;
  const sizeBytes = sizeOfItem(keyItem) + (newImage?.sizeBytes ?? 0) + (oldImage?.sizeBytes ?? 0);
  const eventName = before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT';
  const eventId = createHash('md5').update(streamArn).update(sequenceNumber).digest('hex');
  const body =
    `{"eventID":"${eventId}","eventName":"${eventName}","eventVersion":"1.1","eventSource":"aws:dynamodb",` +
    `"awsRegion":"${region}","dynamodb":{"ApproximateCreationDateTime":${Math.floor(nowMs / 1000)},"Keys":${keys}` +
    (newImage ? `,"NewImage":${newImage.body}` : '') +
    (oldImage ? `,"OldImage":${oldImage.body}` : '') +
    `,"SequenceNumber":"${sequenceNumber}","SizeBytes":${sizeBytes},"StreamViewType":"${viewType}"}` +
    (cause === 'expiry' ? `,"userIdentity":${JSON.stringify(expiryIdentity)}}` : '}');
  return { keys, body };
}

function keysOf({ key }: TableDefinition, item: Item): Item {
  const keys: Item = {};
  for (const name of keyNames(key)) {
    const value = attributeOf(item, name);
    if (value) setAttribute(keys, name, value);
  }
  return keys;
}
