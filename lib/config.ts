import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Memory and time of one function. Memory also buys CPU: 1,769 MB is one core. */
export type FunctionSize = { readonly memoryMegabytes: number; readonly timeoutSeconds: number };

/**
 * Everything in which one stage may differ from another: numbers and booleans, so that no stack asks which stage it is.
 * A comment here gives the reason of a number for every stage; a comment at a stage's own value gives that stage's.
 */
export type StageConfig = {
  /** Tables, log, key and dead letters outlive their stack, and cannot be deleted by accident. */
  readonly keepData: boolean;
  /** X-Ray segments for each invocation. They cost money and have no reader on a laptop. */
  readonly isTraced: boolean;
  readonly logRetentionDays: RetentionDays;
  /** How long a dead letter waits for an operator. 14 days is the longest that SQS keeps a message. */
  readonly deadLetterRetentionDays: number;

  readonly eventLog: {
    /** Fixed number of shards, each 1 MB/s or 1,000 records/s in. 0: on demand, the stream scales itself. */
    readonly shardCount: number;
    /**
     * How far back a replay reaches. 7 days covers the Top-K window, so the aggregates of every day that can still be
     * read can be made again from the log alone; older listens are rebuilt from raw listens. 7 days is also the greatest
     * record age that an event source mapping accepts (see `lib/decisions/0003-event-log.md`).
     */
    readonly retentionDays: number;
  };

  /** Life of raw listens, counted from the end of their day. 9 to 30: the Top-K window, plus late arrivals. */
  readonly listenRetentionDays: number;

  readonly crawling: {
    /** Jobs in one invocation. They share their PutRecords calls, and ten users per invocation cost a quarter of one. */
    readonly batchSize: number;
    /** How long a batch may wait to fill. */
    readonly batchWindowSeconds: number;
    /** Workers at once (SQS mapping: 2 to 1,000). This is what stands between a backlog and the providers. */
    readonly workersMax: number;
    /** Life of a job. Its claim is over within the hour and its row is due again: older jobs would only pile up. */
    readonly jobRetentionDays: number;
    /** Deliveries of a job before it is a dead letter: two more chances, then someone should look. */
    readonly deliveriesMax: number;
    readonly scheduler: FunctionSize;
    readonly worker: FunctionSize;
  };

  readonly consuming: {
    /**
     * Records in one invocation (mapping: 1 to 10,000). A listen is about 384 bytes in the event, so that 1,000 are far
     * below the 6 MB of an invocation and one shard-second of traffic is one batch.
     */
    readonly batchSize: number;
    /** How long a batch may wait to fill; the product promises a flush every 60 s at the latest (row P2). */
    readonly batchWindowSeconds: number;
    /** Batches of one shard at once. A user's listens stay in one lane, and both consumers are unions anyway. */
    readonly lanesPerShard: number;
    /** Deliveries after the first before a record is set aside. Counted for the single record that bisecting leaves. */
    readonly retriesMax: number;
    readonly size: FunctionSize;
  };

  readonly serving: {
    /** The oldest answer that may come from the function's own memory. */
    readonly cacheTtlSeconds: number;
    readonly size: FunctionSize;
    readonly throttle: Throttle;
  };

  readonly connecting: { readonly size: FunctionSize; readonly throttle: Throttle };
};

/** Default route throttling of an HTTP API: steady rate and the burst above it. */
export type Throttle = { readonly requestsPerSecond: number; readonly burst: number };

/** The values of HEAVY_ROTATION_STAGE. */
export type StageName = 'local' | 'production';

export const stages = {
  local: {
    keepData: false,
    isTraced: false,
    logRetentionDays: 7,
    deadLetterRetentionDays: 14,
    // Two, so that a laptop exercises what one shard never shows: two lanes, two checkpoints.
    eventLog: { shardCount: 2, retentionDays: 7 },
    listenRetentionDays: 30,
    crawling: {
      batchSize: 10,
      batchWindowSeconds: 0,
      workersMax: 2,
      jobRetentionDays: 1,
      deliveriesMax: 3,
      scheduler: { memoryMegabytes: 256, timeoutSeconds: 50 },
      // Providers are on loopback. Short, because a killed worker's jobs come back after six timeouts.
      worker: { memoryMegabytes: 256, timeoutSeconds: 10 },
    },
    consuming: {
      // Two cores do everything here: fuller batches cost an eighth less CPU per listen (npm run bench -- --only pipeline).
      // 5,000 events of about 1 KB are below the 6 MB of an invocation, and the mapping cuts off what is not.
      batchSize: 5_000,
      // Someone watches: the first answer should not wait for a full batch.
      batchWindowSeconds: 0,
      lanesPerShard: 1,
      retriesMax: 10,
      size: { memoryMegabytes: 512, timeoutSeconds: 60 },
    },
    serving: {
      cacheTtlSeconds: 2,
      size: { memoryMegabytes: 512, timeoutSeconds: 10 },
      // Above what two cores can answer: a benchmark measures the service, not this number.
      throttle: { requestsPerSecond: 50_000, burst: 50_000 },
    },
    connecting: {
      size: { memoryMegabytes: 256, timeoutSeconds: 20 },
      throttle: { requestsPerSecond: 20, burst: 40 },
    },
  },
  production: {
    keepData: true,
    isTraced: true,
    logRetentionDays: 30,
    deadLetterRetentionDays: 14,
    eventLog: { shardCount: 0, retentionDays: 7 },
    listenRetentionDays: 30,
    crawling: {
      batchSize: 10,
      // A second fills batches from one tick's wave; a crawl is due every few minutes, so nobody notices it.
      batchWindowSeconds: 1,
      workersMax: 100,
      jobRetentionDays: 1,
      deliveriesMax: 3,
      // Signs 10,000 conditional writes and 1,000 SQS batches; one tick ends before the next begins.
      scheduler: { memoryMegabytes: 1_024, timeoutSeconds: 50 },
      // Several provider calls of up to 10 s each, one after the other for a user far behind.
      worker: { memoryMegabytes: 512, timeoutSeconds: 60 },
    },
    consuming: {
      batchSize: 1_000,
      // Freshness of seconds, and a tenth of the invocations when traffic is thin.
      batchWindowSeconds: 5,
      // 1,000 records take about 1.2 s and a full shard brings them every second: one lane would fall behind.
      lanesPerShard: 2,
      retriesMax: 10,
      size: { memoryMegabytes: 512, timeoutSeconds: 60 },
    },
    serving: {
      // A profile page that is reloaded; a listen is minutes old anyway when a crawl brings it.
      cacheTtlSeconds: 30,
      size: { memoryMegabytes: 512, timeoutSeconds: 10 },
      // A tenth of an account's default quota of 10,000/s: reads cannot starve the other APIs of the account.
      throttle: { requestsPerSecond: 1_000, burst: 2_000 },
    },
    connecting: {
      size: { memoryMegabytes: 512, timeoutSeconds: 20 },
      // A browser comes back once per connection; more is somebody guessing states.
      throttle: { requestsPerSecond: 20, burst: 40 },
    },
  },
} satisfies Record<StageName, StageConfig>;
