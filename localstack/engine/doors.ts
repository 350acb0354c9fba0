/** The doors through which services reach each other inside the cloud, each as narrow as its users need. */

/** A record of a stream, as an event source mapping hands it to a function. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Buffer;
  readonly approximateArrivalMs: number;
}

export type StartPosition =
  | { readonly kind: 'TRIM_HORIZON' }
  | { readonly kind: 'LATEST' }
  | { readonly kind: 'AT_TIMESTAMP'; readonly timestampMs: number }
  | { readonly kind: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: string };

export interface StreamShard {
  readonly shardId: string;
  readonly parentShardId?: string;
  readonly adjacentParentShardId?: string;
  /** A closed shard has been split or merged: no more records come. */
  readonly isClosed: boolean;
}

/** What lies at a position of a shard. `next` is where to read on; it is never undefined, but a closed shard ends. */
export interface StreamPage {
  readonly records: readonly StreamRecord[];
  readonly next: StartPosition;
  /** True when a closed shard has been read to its end. */
  readonly isEnded: boolean;
  readonly millisBehindLatest: number;
}

/** Kinesis, as event source mappings read it. */
export interface StreamDoor {
  shards(streamArn: string): readonly StreamShard[];
  /** Fixes LATEST and AT_TIMESTAMP to a place in the shard as it is now, so that nothing that comes later is missed. */
  resolve(streamArn: string, shardId: string, start: StartPosition): StartPosition;
  read(
    streamArn: string,
    shardId: string,
    from: StartPosition,
    limits: { recordsMax: number; bytesMax: number },
  ): StreamPage;
  /** Calls `listener` (soon, coalesced) after records were added to the stream or its shards changed. Returns the unsubscriber. */
  onChange(streamArn: string, listener: () => void): () => void;
}

export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** `ApproximateReceiveCount`, `SentTimestamp`, `SenderId`, `ApproximateFirstReceiveTimestamp`, … */
  readonly attributes: Readonly<Record<string, string>>;
  /** As SQS gives them to a function: camel case, binary values base64. */
  readonly messageAttributes: Readonly<
    Record<string, { readonly dataType: string; readonly stringValue?: string; readonly binaryValue?: string }>
  >;
}

/** SQS, as event source mappings, dead-letter targets and schedules use it. */
export interface QueueDoor {
  receive(queueArn: string, messagesMax: number): readonly QueueMessage[];
  delete(queueArn: string, receiptHandles: readonly string[]): void;
  /** Makes messages visible again after `delayMs`. */
  release(queueArn: string, receiptHandles: readonly string[], delayMs: number): void;
  send(
    queueArn: string,
    body: string,
    messageAttributes?: Readonly<Record<string, { readonly dataType: string; readonly stringValue: string }>>,
  ): void;
  visibilityTimeoutMs(queueArn: string): number;
  /** Calls `listener` (soon, coalesced) when messages may have become visible. Returns the unsubscriber. */
  onVisible(queueArn: string, listener: () => void): () => void;
}

export interface InvokeAnswer {
  readonly statusCode: number;
  readonly payload: Buffer;
  /** `Unhandled` when the function threw, timed out or ended; the payload is then AWS's error document. */
  readonly functionError?: string;
  readonly executedVersion: string;
  /** The last 4 KB of this invocation's log. */
  readonly logTail: string;
}

/** Lambda, as API Gateway, EventBridge, Scheduler and event source mappings call it. Throws `AwsError` when throttled or unknown. */
export interface FunctionDoor {
  invoke(functionArn: string, payload: Buffer, options?: { readonly signal?: AbortSignal }): Promise<InvokeAnswer>;
  /** Queued, with the function's own retries, dead-letter queue and destinations. */
  invokeLater(functionArn: string, payload: Buffer): void;
}

export interface LogEvent {
  readonly timestampMs: number;
  readonly message: string;
}

/** CloudWatch Logs, as the Lambda runtime and API Gateway's access log write it. Makes the group and stream when missing. */
export interface LogDoor {
  append(group: string, stream: string, events: readonly LogEvent[]): void;
}

/** CloudWatch, as services and log lines write measurements into it. Cheap: what comes within a second is written together. */
export interface MetricDoor {
  put(
    namespace: string,
    metricName: string,
    dimensions: Readonly<Record<string, string>>,
    value: number,
    unit: string,
    timestampMs: number,
  ): void;
}

/** KMS, as neighbours use it who keep secrets with a customer's key. Throws KMS's errors. */
export interface KeyDoor {
  /** `keyId` may be an id, an ARN or an alias. The same context is needed to decrypt. */
  encrypt(keyId: string, plaintext: Buffer, context?: Readonly<Record<string, string>>): { readonly blob: Buffer };
  decrypt(blob: Buffer, context?: Readonly<Record<string, string>>): { readonly plaintext: Buffer };
}
