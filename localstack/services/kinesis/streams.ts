/** All streams: found by name or ARN, remembered across restarts, moved through their states by the clock. */
import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import type { Timer } from '../../engine/clock.ts';
import { faultText } from '../../engine/log.ts';
import { randomName } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { invalidArgument, streamExists, streamNotActive, streamNotFound } from './errors.ts';
import { GroupCommit } from './log/group-commit.ts';
import type { LogLoss } from './log/log-loss.ts';
import type { LogOptions } from './log/shard-log.ts';
import type { Shard } from './shards.ts';
import { Stream, type StreamDocument } from './stream.ts';

export interface KinesisOptions {
  /** How long a stream is CREATING, UPDATING or DELETING. AWS takes seconds to minutes; 0 means not at all. */
  readonly statusDelayMs: number;
  /** Whether shards refuse more than AWS's shards take (1,000 records or 1 MiB a second written, 5 reads or 2 MiB read). */
  readonly throttling: boolean;
  /** Open shards of all streams together. AWS: 500 in most regions, more on request. */
  readonly shardsMax: number;
  readonly log: LogOptions;
}

/** How a request names its stream. */
export interface StreamReference {
  readonly StreamName?: string;
  readonly StreamARN?: string;
}

const sweepIntervalMs = 3_600_000;
/** More than any shard has taken for long, and few enough for a lifetime of 53 bits. */
const ordinalsPerMs = 4096;

export class Streams {
  readonly engine: Engine;
  readonly options: KinesisOptions;
  readonly commits: GroupCommit<Stream>;
  readonly #documents: Documents<StreamDocument>;
  readonly #folder: string;
  readonly #openedAtMs: number;
  readonly #byName = new Map<string, Stream>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #changedArns = new Set<string>();
  readonly #timers = new Set<Timer>();

  constructor(engine: Engine, options: KinesisOptions) {
    this.engine = engine;
    this.options = options;
    this.#documents = engine.state.documents('kinesis-streams');
    this.#folder = engine.state.subfolder('kinesis');
    this.#openedAtMs = engine.clock.nowMs();
    this.commits = new GroupCommit((grown) => grown.forEach((stream) => this.#tellSoon(stream)));
    for (const document of this.#documents.list()) this.#byName.set(document.name, this.#open(document));
  }

  /** In the order of their names. */
  all(): Stream[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Whether the stream with that id, of whatever name, is there. */
  hasId(id: string): boolean {
    return [...this.#byName.values()].some(({ document }) => document.id === id);
  }

  openShardCount(): number {
    return this.all().reduce((sum, stream) => sum + stream.openCount(), 0);
  }

  arnOf(name: string): string {
    return `arn:aws:kinesis:${this.engine.region}:${this.engine.accountId}:stream/${name}`;
  }

  /** The stream that a request names. Throws AWS's answer when there is none. */
  find({ StreamName, StreamARN }: StreamReference): Stream {
    const name = StreamName ?? StreamARN?.split(':stream/')[1];
    // Unsure of the words; ListShards says it so of its own parameters.
    if (name === undefined) throw invalidArgument('Either StreamARN or StreamName should be provided.');
    const stream = this.#byName.get(name);
    const accountId = StreamARN?.split(':')[4] ?? this.engine.accountId;
    if (!stream || (StreamARN !== undefined && StreamARN !== stream.arn)) throw streamNotFound(name, accountId);
    return stream;
  }

  /** A stream whose records can be written and read: not one that is being made or deleted. */
  usable(reference: StreamReference): Stream {
    const stream = this.find(reference);
    const { status } = stream.document;
    if (status === 'CREATING' || status === 'DELETING') throw streamNotFound(stream.name, this.engine.accountId);
    return stream;
  }

  /** A stream that can be changed: an ACTIVE one. */
  active(reference: StreamReference): Stream {
    const stream = this.find(reference);
    const { status } = stream.document;
    if (status !== 'ACTIVE') throw streamNotActive(stream.name, this.engine.accountId, status);
    return stream;
  }

  create(document: Omit<StreamDocument, 'id' | 'status'>): void {
    if (this.#byName.has(document.name)) throw streamExists(document.name, this.engine.accountId);
    // Some file systems do not tell `a` from `A`, and a stream may be gone while its folder is not.
    const id = `${document.name.toLowerCase()}-${randomName(this.engine.random, 10)}`;
    const stream = this.#open({ ...document, id, status: 'ACTIVE' });
    this.#documents.put(document.name, stream.document);
    this.#byName.set(document.name, stream);
    this.#settle(stream, 'CREATING');
  }

  /** Changes and remembers what is given. */
  update(stream: Stream, changes: Partial<StreamDocument>): void {
    this.replace(stream, { ...stream.document, ...changes });
  }

  replace(stream: Stream, document: StreamDocument): void {
    this.#documents.put(document.name, document);
    stream.document = document;
  }

  /** Changes the shards. What was written before is in the closed shards, what comes after is not. */
  reshard(stream: Stream, changes: Partial<StreamDocument>): void {
    this.commits.flush();
    this.update(stream, changes);
    this.#settle(stream, 'UPDATING');
    this.#tellSoon(stream);
  }

  delete(stream: Stream): void {
    this.commits.flush();
    this.update(stream, { status: 'DELETING' });
    this.#later(() => this.#drop(stream));
  }

  /** Calls `listener` soon after the stream's records or shards changed. Returns the unsubscriber. */
  onChange(streamArn: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(streamArn) ?? new Set();
    this.#listeners.set(streamArn, listeners);
    const own = (): void => listener(); // The same function may be given twice.
    listeners.add(own);
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(streamArn) === listeners) this.#listeners.delete(streamArn);
    };
  }

  /** Finishes what a restart interrupted, and begins to delete what is past its retention period. */
  start(): void {
    const known = new Set(this.all().map(({ document }) => document.id));
    for (const folder of readdirSync(this.#folder)) if (!known.has(folder)) this.#removeFolder(folder);
    for (const stream of this.all()) {
      if (stream.document.status === 'DELETING') this.#later(() => this.#drop(stream));
      else if (stream.document.status !== 'ACTIVE') this.#later(() => this.update(stream, { status: 'ACTIVE' }));
    }
    this.#sweepLater(0);
  }

  /** Writes what is staged and lets go of timers and files. The next start goes on from here. */
  stop(): void {
    this.commits.flush();
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    for (const stream of this.all()) stream.close();
  }

  #open(document: StreamDocument): Stream {
    const onTailCut = (path: string, bytes: number): void =>
      this.engine.log('warn', 'kinesis-log-tail-cut', { stream: document.name, path, bytes });
    const onLost = ({ path, ...loss }: LogLoss): void => {
      const shard = basename(dirname(path));
      this.engine.log('error', 'kinesis-log-lost', { stream: document.name, shard, ...loss, path });
    };
    const folder = join(this.#folder, document.id);
    const logOptions = { onTailCut, onLost, ...this.options.log };
    return new Stream(document, this.arnOf(document.name), folder, logOptions, (shard) => this.#firstOrdinalOf(shard));
  }

  /**
   * A shard of an earlier process whose log is not there may have had records, and consumers that know their ordinals.
   * Its new ones begin above all that it can have had by now.
   */
  #firstOrdinalOf({ createdAtMs }: Shard): number {
    if (createdAtMs >= this.#openedAtMs) return 1;
    return 1 + Math.max(0, this.engine.clock.nowMs() - createdAtMs) * ordinalsPerMs;
  }

  #settle(stream: Stream, status: 'CREATING' | 'UPDATING'): void {
    if (this.options.statusDelayMs === 0) return;
    this.update(stream, { status });
    this.#later(() => {
      if (stream.document.status === status) this.update(stream, { status: 'ACTIVE' });
    });
  }

  #drop(stream: Stream): void {
    this.#documents.delete(stream.name);
    this.#byName.delete(stream.name);
    stream.close();
    this.#removeFolder(stream.document.id);
    this.#tellSoon(stream);
  }

  #removeFolder(name: string): void {
    rmSync(join(this.#folder, name), { recursive: true, force: true });
  }

  /** Runs after the status delay: at once when there is none. */
  #later(run: () => void): void {
    if (this.options.statusDelayMs === 0) run();
    else this.#after(this.options.statusDelayMs, run);
  }

  #after(delayMs: number, run: () => void): void {
    const timer = this.engine.clock.after(delayMs, () => {
      this.#timers.delete(timer);
      run();
    });
    this.#timers.add(timer);
  }

  #sweepLater(delayMs: number): void {
    this.#after(delayMs, () => {
      this.#sweepLater(sweepIntervalMs);
      for (const stream of this.all()) this.#sweep(stream);
    });
  }

  /** Deletes segments and closed shards that hold nothing within the retention period. A fault waits for the next sweep. */
  #sweep(stream: Stream): void {
    try {
      const nowMs = this.engine.clock.nowMs();
      const kept = new Set(stream.shards(nowMs));
      const gone = stream.document.shards.filter((shard) => !kept.has(shard));
      if (gone.length > 0) this.update(stream, { shards: [...kept] });
      for (const { index } of gone) rmSync(stream.forget(index), { recursive: true, force: true });
      stream.expire(nowMs);
    } catch (fault) {
      this.engine.log('error', 'kinesis-sweep-faulted', { stream: stream.name, fault: faultText(fault) });
    }
  }

  #tellSoon({ arn }: Stream): void {
    if (!this.#listeners.has(arn)) return;
    if (this.#changedArns.size === 0) queueMicrotask(() => this.#tell());
    this.#changedArns.add(arn);
  }

  #tell(): void {
    const arns = [...this.#changedArns];
    this.#changedArns.clear();
    for (const listener of arns.flatMap((arn) => [...(this.#listeners.get(arn) ?? [])])) {
      try {
        listener();
      } catch (fault) {
        this.engine.log('error', 'kinesis-listener-faulted', { fault: faultText(fault) });
      }
    }
  }
}
