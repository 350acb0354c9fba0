/** Runs functions: counts concurrency, keeps a pool of environments for each function, answers as `Invoke` does. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { InvokeAnswer, LogDoor } from '../../../engine/doors.ts';
import { randomUuid } from '../../../engine/random.ts';
import type { Engine } from '../../../engine/service.ts';
import { logsForRole } from '../act-as-role.ts';
import { qualifiedArn, versionOf } from '../function-record.ts';
import type { FunctionRecord } from '../function-record.ts';
import { fingerprintOf } from '../live-code.ts';
import type { roleCredentials } from '../role-credentials.ts';
import type { Concurrency } from './concurrency.ts';
import { EnvironmentLog, newStreamName } from './environment-log.ts';
import { EnvironmentPool } from './environment-pool.ts';
import type { PoolSettings } from './environment-pool.ts';
import { environmentVariables } from './environment-variables.ts';
import { Environment } from './environment.ts';
import type { InvocationMetrics } from './invocation-metrics.ts';
import type { TakeChunk } from './runtime-api.ts';
import { startNode } from './start-process.ts';
import type { FunctionProcess } from './start-process.ts';

export interface RunnerOptions extends PoolSettings {
  readonly logs: LogDoor;
  readonly concurrency: Concurrency;
  /** The folder with the function's unpacked code. */
  codeFolder(record: FunctionRecord): string;
  readonly credentialsFor: typeof roleCredentials;
  readonly metrics?: InvocationMetrics;
}

export interface RunRequest {
  readonly payload: Buffer;
  /** Made up when not given; the retries of an asynchronous event share one. */
  readonly requestId?: string;
  readonly clientContext?: string;
  readonly traceId?: string;
  /** Reads a streamed response as it comes; the answer's payload is empty then. */
  readonly takeChunk?: TakeChunk;
}

interface PoolEntry {
  readonly functionName: string;
  /** With the state of a hot-reloaded function's files. */
  readonly revisionId: string;
  readonly pool: EnvironmentPool;
}

export class FunctionRunner {
  readonly #engine: Engine;
  readonly #options: RunnerOptions;
  readonly #pools = new Map<string, PoolEntry>();
  readonly #retired = new Set<EnvironmentPool>();
  #environmentCount = 0;

  constructor(engine: Engine, options: RunnerOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /** Runs one invocation to its end. Throws AWS's 429 when there is no concurrency left, before anything has run. */
  async run(record: FunctionRecord, request: RunRequest): Promise<InvokeAnswer> {
    const { concurrency, metrics } = this.#options;
    this.#enter(record);
    try {
      const { payload, isError, logTail, durationMs } = await this.#poolOf(record).run({
        requestId: request.requestId ?? randomUuid(this.#engine.random),
        payload: request.payload,
        invokedArn: qualifiedArn(record),
        traceId: request.traceId ?? this.#newTraceId(),
        ...(request.clientContext !== undefined && { clientContext: request.clientContext }),
        ...(request.takeChunk && { takeChunk: request.takeChunk }),
      });
      metrics?.ended(record.name, durationMs, isError);
      const functionError = isError ? { functionError: 'Unhandled' } : {};
      return { statusCode: 200, payload, ...functionError, executedVersion: versionOf(record), logTail };
    } finally {
      concurrency.leave(record.name);
    }
  }

  #enter(record: FunctionRecord): void {
    const { concurrency, metrics } = this.#options;
    try {
      concurrency.enter(record);
    } catch (fault) {
      metrics?.throttled(record.name);
      throw fault;
    }
    metrics?.began(record.name, concurrency.running(record.name));
  }

  /** Ends a deleted function's environments. */
  retire(name: string): void {
    for (const [key, { functionName }] of this.#pools) if (functionName === name) this.#retirePool(key);
  }

  /** Kills a function's processes, whatever they are doing; the next invocation starts new ones. */
  kill(name: string): void {
    for (const { functionName, pool } of this.#pools.values()) if (functionName === name) pool.kill();
  }

  /** Ends every process now. */
  async stop(): Promise<void> {
    const pools = [...this.#retired, ...[...this.#pools.values()].map(({ pool }) => pool)];
    this.#pools.clear();
    this.#retired.clear();
    await Promise.all(pools.map((pool) => pool.stop()));
  }

  #retirePool(key: string): void {
    const entry = this.#pools.get(key);
    if (!entry) return;
    this.#pools.delete(key);
    entry.pool.retire();
    this.#retired.add(entry.pool);
  }

  #poolOf(record: FunctionRecord): EnvironmentPool {
    const { name, liveFolder } = record;
    const files = liveFolder === undefined ? '' : fingerprintOf(liveFolder);
    const revisionId = record.revisionId + files;
    const key = `${name}:${versionOf(record)}`;
    const known = this.#pools.get(key);
    if (known?.revisionId === revisionId) return known.pool;
    this.#retirePool(key);
    const pool = new EnvironmentPool(() => this.#newEnvironment(record), this.#engine.clock, this.#options);
    this.#pools.set(key, { functionName: name, revisionId, pool });
    return pool;
  }

  #newEnvironment(record: FunctionRecord): Environment {
    const { clock, random } = this.#engine;
    const version = versionOf(record);
    const logStream = newStreamName(clock, random, version);
    const logs = logsForRole(this.#engine, this.#options.logs, record);
    const log = new EnvironmentLog(logs, clock, { logging: record.logging, stream: logStream, version });
    const startProcess = (runtimeApi: string): FunctionProcess => this.#startProcess(record, runtimeApi, logStream);
    return new Environment(record, log, { clock, startProcess });
  }

  #startProcess(record: FunctionRecord, runtimeApi: string, logStream: string): FunctionProcess {
    this.#environmentCount += 1;
    const folder = join(this.#engine.state.subfolder('lambda-tmp'), `${process.pid}-${this.#environmentCount}`);
    mkdirSync(folder, { recursive: true });
    const taskRoot = this.#options.codeFolder(record);
    const variables = environmentVariables(record, {
      region: this.#engine.region,
      endpointUrl: this.#engine.endpointUrl(),
      runtimeApi,
      taskRoot,
      temporaryFolder: folder,
      logStream,
      credentials: this.#options.credentialsFor(record.role, record.name),
    });
    const started = startNode(record.memoryMb, taskRoot, variables);
    started.onExit(() => rmSync(folder, { recursive: true, force: true }));
    return started;
  }

  /** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids */
  #newTraceId(): string {
    const hex = (length: number): string =>
      Array.from({ length }, () => Math.floor(this.#engine.random() * 16).toString(16)).join('');
    const seconds = Math.floor(this.#engine.clock.nowMs() / 1000).toString(16);
    return `Root=1-${seconds.padStart(8, '0')}-${hex(24)};Parent=${hex(16)};Sampled=0`;
  }
}
