/** What this service needs of the tables' streams; DynamoDB offers it. */
import type { StartPosition, StreamDoor } from '../../engine/doors.ts';

export interface TableStreamShard {
  readonly shardId: string;
  readonly parentShardId?: string;
  /** The count of changes at which the shard begins, and, once it is closed, ends. */
  readonly firstOrdinal: number;
  readonly endOrdinal?: number;
}

export interface TableStreamDescription {
  readonly arn: string;
  readonly label: string;
  readonly tableName: string;
  readonly viewType: string;
  readonly key: { readonly partition: string; readonly sort?: string };
  readonly createdMs: number;
  readonly disabledMs?: number;
  readonly shards: readonly TableStreamShard[];
}

/** Throws DynamoDB's ResourceNotFoundException for streams and shards that are not there. */
export interface TableStreamsDoor extends StreamDoor {
  /** In the order of their ARNs. */
  list(): readonly TableStreamDescription[];
  describe(streamArn: string): TableStreamDescription;
  sequenceNumberOf(ordinal: number): string;
  /** Whether a reader at this position would miss records that have outlived their day. */
  isTrimmed(streamArn: string, shardId: string, position: StartPosition): boolean;
}
