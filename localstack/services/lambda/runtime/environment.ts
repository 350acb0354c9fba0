/**
 * One execution environment: a Node.js process that runs one function's code, one invocation at a time, through
 * AWS's own runtime client. Whatever becomes of the process, each invocation ends with an outcome.
 */
import type { Clock, Timer } from '../../../engine/clock.ts';
import type { FunctionRecord } from '../function-record.ts';
import type { EnvironmentLog, InitReport, Report } from './environment-log.ts';
import { exited, timedOut } from './failure.ts';
import type { Exit, Failure } from './failure.ts';
import { OutputLines } from './output-lines.ts';
import { RuntimeApi } from './runtime-api.ts';
import type { RuntimeAnswer, TakeChunk } from './runtime-api.ts';
import type { StartProcess, FunctionProcess } from './start-process.ts';

export interface Invocation {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly traceId: string;
  /** The caller's client context, decoded JSON text. */
  readonly clientContext?: string;
  /** The ARN that the caller asked for, with its version or alias; by default the function's own. */
  readonly invokedArn?: string;
  /** Reads a streamed response as it comes; the outcome's payload is empty then. */
  readonly takeChunk?: TakeChunk;
}

export interface Outcome {
  readonly payload: Buffer;
  readonly isError: boolean;
  readonly logTail: string;
  /** Of the function alone, without its start. */
  readonly durationMs: number;
}

export interface EnvironmentPorts {
  readonly clock: Clock;
  readonly startProcess: StartProcess;
}

/**
 * Lambda allows ten seconds to load the code. If that fails it starts over, once, within the function's own timeout.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const initLimitMs = 10_000;
/** Longest wait for output that a process wrote before it answered or ended. */
const drainLimitMs = 1_000;
const bytesPerMb = 1024 * 1024;
const killed: Exit = { code: null, signal: 'SIGKILL' };

/** Why a start failed: what the runtime client posted, or what Lambda says for itself to the invocation that is told. */
type StartFailure = Buffer | ((requestId: string) => Failure);

interface Current {
  readonly invocation: Invocation;
  readonly startedAtMs: number;
  readonly timer: Timer;
  readonly resolve: (outcome: Outcome) => void;
  /** True once there is an answer, while the last of the output is read. */
  isAnswered: boolean;
}

export class Environment {
  readonly #record: FunctionRecord;
  readonly #ports: EnvironmentPorts;
  readonly #log: EnvironmentLog;
  readonly #api: RuntimeApi;
  readonly #bornAtMs: number;
  readonly #isSecondTry: boolean;
  #hasStarted = false;
  #process: FunctionProcess | undefined;
  #outputs: OutputLines[] = [];
  #current: Current | undefined;
  #startFailure: StartFailure | undefined;
  #initDurationMs: number | undefined;
  #memoryUsedMb = 0;
  #isStopping = false;
  #hasEnded = false;
  #settleStart: () => void = () => undefined;
  #settleEnd: () => void = () => undefined;

  /**
   * Resolves when the code is loaded, or when that has failed: then `isUsable` is false, and one `run` tells AWS's
   * error document to the invocation that the environment was started for. Never rejects.
   */
  readonly started: Promise<void>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;

  constructor(record: FunctionRecord, log: EnvironmentLog, ports: EnvironmentPorts, isSecondTry = false) {
    this.#record = record;
    this.#ports = ports;
    this.#log = log;
    this.#bornAtMs = ports.clock.nowMs();
    this.#isSecondTry = isSecondTry;
    this.#api = new RuntimeApi({
      readerOf: (requestId) => {
        const invocation = this.#current?.invocation;
        return invocation?.requestId === requestId ? invocation.takeChunk : undefined;
      },
      onReady: () => this.#becomeReady(),
      onAnswer: (answer) => this.#takeAnswer(answer),
      onInitError: (payload) => {
        this.#failStart(payload, { status: 'error', errorType: errorTypeOf(payload) });
        this.stop();
      },
    });
    this.ended = new Promise((resolve) => (this.#settleEnd = resolve));
    this.started = this.#start();
  }

  get isUsable(): boolean {
    return !this.#isStopping && !this.#hasEnded && !this.#startFailure;
  }

  /** A second try after a start that failed, in the same log; there is no third. */
  startAgain(): Environment | undefined {
    return this.#isSecondTry ? undefined : new Environment(this.#record, this.#log, this.#ports, true);
  }

  /** Runs one invocation. Call it after `started`, and not again before it has resolved. Never rejects. */
  run(invocation: Invocation): Promise<Outcome> {
    const { clock } = this.#ports;
    const { requestId, payload, traceId, clientContext, invokedArn = this.#record.arn } = invocation;
    this.#log.start(requestId);
    const timeoutMs = this.#record.timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const timer = clock.after(timeoutMs, () => this.#timeOut());
      this.#current = { invocation, startedAtMs: clock.nowMs(), timer, resolve, isAnswered: false };
      if (this.#startFailure) return this.#answerStartFailure(this.#startFailure, requestId);
      this.#api.send({
        requestId,
        payload,
        headers: {
          'lambda-runtime-aws-request-id': requestId,
          'lambda-runtime-deadline-ms': String(clock.nowMs() + timeoutMs),
          'local-cloud-remaining-ms': String(timeoutMs),
          'lambda-runtime-invoked-function-arn': invokedArn,
          'lambda-runtime-trace-id': traceId,
          ...(clientContext !== undefined && { 'lambda-runtime-client-context': clientContext }),
        },
      });
    });
  }

  /** Ends the process. An invocation in it ends as if the process had been killed. */
  stop(): void {
    this.#isStopping = true;
    if (this.#process) this.#process.kill();
    else this.#end(killed);
  }

  async #start(): Promise<void> {
    const settled = new Promise<void>((resolve) => (this.#settleStart = resolve));
    const limitMs = this.#isSecondTry ? this.#record.timeoutSeconds * 1000 : initLimitMs;
    const limit = this.#ports.clock.after(limitMs, () => {
      this.#failStart((requestId) => timedOut(requestId, limitMs / 1000), { status: 'timeout' });
      this.stop();
    });
    try {
      const runtimeApi = await this.#api.listen();
      if (!this.#hasEnded) this.#attach(this.#ports.startProcess(runtimeApi));
    } catch (fault) {
      const failure = { errorType: 'Runtime.InvalidEntrypoint', errorMessage: String(fault) };
      this.#failStart(() => failure, { status: 'error', errorType: failure.errorType });
      this.stop();
    }
    await settled;
    limit.cancel();
  }

  #attach(process: FunctionProcess): void {
    this.#process = process;
    const write = (lines: readonly string[]): void => this.#log.write(lines);
    this.#outputs = [new OutputLines(process.stdout, write), new OutputLines(process.stderr, write)];
    process.onExit((exit) => this.#end(exit));
  }

  #becomeReady(): void {
    this.#hasStarted = true;
    this.#initDurationMs = this.#ports.clock.nowMs() - this.#bornAtMs;
    this.#settleStart();
  }

  /** The first failure counts. An environment that is ended from outside has not failed. */
  #failStart(failure: StartFailure, { status, errorType }: Pick<InitReport, 'status' | 'errorType'>): void {
    if (this.#startFailure) return;
    this.#startFailure = failure;
    if (!this.#hasStarted && !this.#isStopping) {
      const phase = this.#isSecondTry ? 'invoke' : 'init';
      const durationMs = this.#ports.clock.nowMs() - this.#bornAtMs;
      this.#log.initFailed({ phase, durationMs, status, ...(errorType && { errorType }) });
    }
    this.#settleStart();
  }

  #takeAnswer({ requestId, payload, isError }: RuntimeAnswer): void {
    if (this.#current?.invocation.requestId !== requestId || this.#current.isAnswered) return;
    this.#answer(payload, isError ? 'error' : 'success');
  }

  #timeOut(): void {
    const current = this.#current;
    if (!current || current.isAnswered) return;
    const { requestId } = current.invocation;
    const { timeoutSeconds } = this.#record;
    const at = new Date(this.#ports.clock.nowMs()).toISOString();
    this.#log.write([`${at} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds\n`]);
    this.#answer(toBytes(timedOut(requestId, timeoutSeconds)), 'timeout');
    this.stop();
  }

  #end(exit: Exit): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#api.close();
    const current = this.#current;
    if (current && !current.isAnswered) this.#answerFailure(exited(current.invocation.requestId, exit));
    this.#failStart((requestId) => exited(requestId, exit), { status: 'error', errorType: 'Runtime.ExitError' });
    this.#settleEnd();
  }

  #answerStartFailure(failure: StartFailure, requestId: string): void {
    if (typeof failure !== 'function') this.#answer(failure, 'error');
    else this.#answerFailure(failure(requestId));
  }

  #answerFailure(failure: Failure): void {
    this.#log.write([`${failure.errorMessage}\n${failure.errorType}`]);
    this.#answer(toBytes(failure), 'error', failure.errorType);
  }

  /** Waits for the rest of the output, writes the report, and lets the invocation go. */
  #answer(payload: Buffer, status: Report['status'], errorType?: string): void {
    const current = this.#current;
    if (!current) return;
    current.isAnswered = true;
    current.timer.cancel();
    const durationMs = this.#ports.clock.nowMs() - current.startedAtMs;
    const { requestId } = current.invocation;
    void this.#drain(requestId).then(() => {
      const initDurationMs = this.#initDurationMs;
      const memoryBytes = this.#outputs.map((output) => output.memoryBytes);
      this.#memoryUsedMb = Math.max(this.#memoryUsedMb, Math.ceil(Math.max(0, ...memoryBytes) / bytesPerMb));
      this.#initDurationMs = undefined;
      const logTail = this.#log.end({
        requestId,
        durationMs,
        ...(initDurationMs !== undefined && { initDurationMs }),
        memoryMb: this.#record.memoryMb,
        memoryUsedMb: this.#memoryUsedMb,
        status,
        ...(errorType && { errorType }),
      });
      this.#current = undefined;
      current.resolve({ payload, isError: status !== 'success', logTail, durationMs });
    });
  }

  #drain(requestId: string): Promise<void> {
    return new Promise((resolve) => {
      const limit = this.#ports.clock.after(drainLimitMs, resolve);
      const drained = Promise.all(this.#outputs.map((output) => output.drained(requestId)));
      void drained.then(() => {
        limit.cancel();
        resolve();
      });
    });
  }
}

function errorTypeOf(payload: Buffer): string {
  try {
    const { errorType } = JSON.parse(payload.toString('utf8')) as { readonly errorType?: unknown };
    return typeof errorType === 'string' ? errorType : 'Runtime.Unknown';
  } catch {
    return 'Runtime.Unknown';
  }
}

function toBytes(failure: Failure): Buffer {
  return Buffer.from(JSON.stringify(failure));
}
