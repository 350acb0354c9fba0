/** One stream mapping on a virtual clock, a stream in memory and a function that answers as the test says. */
import { AwsError } from '../../../../../localstack/engine/aws-error.ts';
import { VirtualClock } from '../../../../../localstack/engine/clock.ts';
import type { InvokeAnswer, StartPosition } from '../../../../../localstack/engine/doors.ts';
import { temporaryState } from '../../../../../localstack/engine/state.ts';
import { openCheckpoints } from '../../../../../localstack/services/lambda/mappings/checkpoints.ts';
import { seedCheckpoints, StreamMapping } from '../../../../../localstack/services/lambda/mappings/stream-mapping.ts';
import type { StreamMappingPorts } from '../../../../../localstack/services/lambda/mappings/stream-mapping.ts';
import type { StreamSettings } from '../../../../../localstack/services/lambda/mappings/stream-settings.ts';
import type { WindowContext } from '../../../../../localstack/services/lambda/mappings/tumbling-window.ts';
import { MemoryStream } from './memory-stream.ts';
import { settle } from './turns.ts';

export const ok = (response: unknown = null): InvokeAnswer => ({
  statusCode: 200,
  payload: Buffer.from(JSON.stringify(response)),
  executedVersion: '$LATEST',
  logTail: '',
});

export const failed = (): InvokeAnswer => ({ ...ok({ errorMessage: 'boom' }), functionError: 'Unhandled' });

export const throttled = (): AwsError => new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);

export const failures = (...sequenceNumbers: readonly string[]): InvokeAnswer =>
  ok({ batchItemFailures: sequenceNumbers.map((itemIdentifier) => ({ itemIdentifier })) });

const plainSettings: StreamSettings = {
  batchSize: 100,
  windowMs: 0,
  parallelizationFactor: 1,
  mayBisect: false,
  retriesMax: -1,
  recordAgeMsMax: -1,
  reportsItemFailures: false,
};

export type Answer = (
  texts: readonly string[],
  sequenceNumbers: readonly string[],
) => InvokeAnswer | AwsError | Promise<InvokeAnswer>;

export interface Report {
  readonly texts: readonly string[];
  readonly reason: string;
  readonly invocations: number;
}

export class StreamWorld {
  readonly clock = new VirtualClock(Date.UTC(2026, 10, 20, 12));
  readonly stream: MemoryStream;
  readonly #state = temporaryState();
  readonly #checkpoints = openCheckpoints(this.#state.database('lambda'));
  /** The batches that reached the function, as their records' texts. */
  readonly batches: (readonly string[])[] = [];
  /** What each batch was told of its tumbling window. */
  readonly windows: (WindowContext | undefined)[] = [];
  readonly reports: Report[] = [];
  readonly faults: unknown[] = [];
  answer: Answer = () => ok();
  #mapping: StreamMapping | undefined;

  constructor(shardCount = 1) {
    this.stream = new MemoryStream(this.clock.nowMs, shardCount);
  }

  /** Creates the mapping and starts it. */
  async create(settings: Partial<StreamSettings> = {}, start: StartPosition = { kind: 'TRIM_HORIZON' }): Promise<void> {
    seedCheckpoints('mapping', 'stream', start, { streams: this.stream, checkpoints: this.#checkpoints });
    await this.start(settings);
  }

  /** Starts the mapping from its checkpoints, as after a restart or when it is enabled. */
  async start(settings: Partial<StreamSettings> = {}): Promise<void> {
    this.#mapping = new StreamMapping('mapping', 'stream', { ...plainSettings, ...settings }, this.#ports());
    this.#mapping.start();
    await settle();
  }

  async stop(): Promise<void> {
    await this.#mapping?.stop();
  }

  async put(texts: readonly string[], shardId?: string): Promise<string[]> {
    const sequenceNumbers = this.stream.put(texts, shardId);
    await settle();
    return sequenceNumbers;
  }

  async advance(durationMs: number): Promise<void> {
    await this.clock.advance(durationMs);
    await settle();
  }

  /** Moves time on, a second at a time, until nothing more has happened for ten minutes. */
  async drain(): Promise<void> {
    for (let quietSeconds = 0, before = -1; quietSeconds < 600; quietSeconds += 1) {
      if (before !== this.batches.length) quietSeconds = 0;
      before = this.batches.length;
      await this.advance(1_000);
    }
  }

  checkpoint(shardId = 'shardId-000000000000'): ReturnType<ReturnType<typeof openCheckpoints>['get']> {
    return this.#checkpoints.get('mapping', shardId);
  }

  async close(): Promise<void> {
    await this.stop();
    this.#state.close();
  }

  #ports(): StreamMappingPorts {
    return {
      clock: this.clock,
      streams: this.stream,
      checkpoints: this.#checkpoints,
      sizeOf: ({ data }) => data.length,
      invoke: async (_, records, window) => {
        this.windows.push(window);
        const texts = records.map(({ data }) => data.toString());
        this.batches.push(texts);
        const answer = await this.answer(
          texts,
          records.map(({ sequenceNumber }) => sequenceNumber),
        );
        if (answer instanceof AwsError) throw answer;
        return answer;
      },
      report: (_, { items, invocations }, reason) =>
        void this.reports.push({ texts: items.map(({ data }) => data.toString()), reason, invocations }),
      noteFault: (fault) => void this.faults.push(fault),
    };
  }
}
