/** How PutRecord and PutRecords write: route each record, stage it in its shard's log, wait for the turn's commit. */
import { serializationError, validationError } from '../../engine/aws-error.ts';
import { faultText } from '../../engine/log.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import { internalFailureMessage, invalidArgument, rateExceededMessage } from './errors.ts';
import { hashKeyEnd, hashKeyFrom } from './hash-key.ts';
import type { Turn } from './log/group-commit.ts';
import { base64Bytes } from './log/record-frame.ts';
import type { ShardLog, StageMark } from './log/shard-log.ts';
import { encryptedFlag, type OpenedShard, type Stream } from './stream.ts';
import type { Streams } from './streams.ts';

export interface RecordEntry {
  /** Base64. */
  readonly Data: string;
  readonly PartitionKey: string;
  readonly ExplicitHashKey?: string;
}

/** What became of one record. */
export interface RecordResult {
  readonly SequenceNumber?: string;
  readonly ShardId?: string;
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

const partitionKeyLengthMax = 256;

export const recordParameters: ParameterTable = {
  Data: { type: 'blob', required: true, lengthMax: 10_485_760 },
  PartitionKey: { type: 'string', required: true, lengthMin: 1, lengthMax: partitionKeyLengthMax },
};

/** True when an entry breaks no constraint of its table, as far as a quick look tells. False means: look closely. */
export function isPlainRecord(entry: RecordEntry | null): boolean {
  if (entry === null) return false;
  for (const name in entry) if (name !== 'Data' && name !== 'PartitionKey') return false;
  const { Data, PartitionKey } = entry;
  if (typeof Data !== 'string' || typeof PartitionKey !== 'string') return false;
  return PartitionKey.length > 0 && PartitionKey.length <= partitionKeyLengthMax;
}

/** Bytes that count against the limits: data and partition key. */
export function recordBytes({ Data, PartitionKey }: RecordEntry): number {
  return base64Bytes(Data) + Buffer.byteLength(PartitionKey);
}

/** Throws when a record is larger than its stream takes or its hash key is out of range. */
export function checkRecord(entry: RecordEntry, maxRecordKiB: number, shown: string): void {
  const bytesMax = maxRecordKiB * 1024;
  if (recordBytes(entry) > bytesMax) {
    // The words of the limit on the data alone. Unsure how AWS words it for data and key together.
    throw validationError(
      `1 validation error detected: Value at '${shown}' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${bytesMax}`,
    );
  }
  const { ExplicitHashKey } = entry;
  if (ExplicitHashKey && BigInt(ExplicitHashKey) >= hashKeyEnd) {
    throw invalidArgument(
      'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. ' +
        `Specified value was ${ExplicitHashKey}`,
    );
  }
}

/** The records of one request on their way into the log. */
export class RecordWriter {
  /** Why records failed, when their log could not be written. */
  fault: unknown;
  failedCount = 0;
  readonly encryptionType: { readonly EncryptionType?: 'KMS' };
  readonly #streams: Streams;
  readonly #stream: Stream;
  readonly #turn: Turn<Stream>;
  readonly #nowMs: number;
  readonly #flags: number;
  readonly #results: RecordResult[] = [];
  readonly #shards: OpenedShard[] = [];
  /** Where each log stood before this request. */
  readonly #marks = new Map<ShardLog, StageMark>();

  constructor(streams: Streams, stream: Stream) {
    const isEncrypted = stream.document.keyId !== undefined;
    this.#streams = streams;
    this.#stream = stream;
    this.#turn = streams.commits.current();
    this.#nowMs = streams.engine.clock.nowMs();
    this.#flags = isEncrypted ? encryptedFlag : 0;
    this.encryptionType = isEncrypted ? { EncryptionType: 'KMS' } : {};
  }

  /** Stages a record. When its data is not base64, nothing of the request is written and AWS's answer is thrown. */
  add(entry: RecordEntry): void {
    const { Data, PartitionKey, ExplicitHashKey } = entry;
    const shard = this.#stream.route(PartitionKey, ExplicitHashKey ? hashKeyFrom(BigInt(ExplicitHashKey)) : undefined);
    this.#shards.push(shard);
    if (this.#streams.options.throttling && !shard.throttle.mayWrite(recordBytes(entry), this.#nowMs)) {
      this.#results.push(this.#throttled(shard));
      this.failedCount += 1;
      return;
    }
    const { log } = shard;
    if (!this.#marks.has(log)) {
      this.#marks.set(log, log.mark());
      this.#turn.join(log, this.#stream);
    }
    const staged = log.stage(this.#nowMs, this.#flags, PartitionKey, Data);
    if (!staged) {
      for (const [touched, mark] of this.#marks) touched.unstage(mark);
      throw serializationError(`The data of the record with partition key ${PartitionKey} is not base64.`);
    }
    const { ordinal, arrivalMs } = staged;
    this.#results.push({ SequenceNumber: shard.sequenceNumbers.of(ordinal, arrivalMs), ShardId: shard.shardId });
  }

  /** What became of each record, in their order, once the log has been written. */
  async written(): Promise<readonly RecordResult[]> {
    await this.#turn.written;
    const faults = new Map<ShardLog, unknown>();
    for (const log of this.#marks.keys()) {
      const fault = this.#turn.faultOf(log);
      if (fault !== undefined) faults.set(log, fault);
    }
    if (faults.size === 0) return this.#results;
    [this.fault] = faults.values();
    this.#streams.engine.log('error', 'kinesis-log-write-faulted', {
      stream: this.#stream.name,
      fault: faultText(this.fault),
    });
    return this.#results.map((result, position) => {
      const log = this.#shards[position]?.log;
      if (result.ErrorCode || !log || !faults.has(log)) return result;
      this.failedCount += 1;
      return { ErrorCode: 'InternalFailure', ErrorMessage: internalFailureMessage };
    });
  }

  shardIdAt(position: number): string {
    return this.#shards[position]?.shardId ?? '';
  }

  #throttled({ shardId }: OpenedShard): RecordResult {
    return {
      ErrorCode: 'ProvisionedThroughputExceededException',
      ErrorMessage: rateExceededMessage(shardId, this.#stream.name, this.#streams.engine.accountId),
    };
  }
}
