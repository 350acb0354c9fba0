/**
 * What an execution environment writes into its log stream: the platform's lines around each invocation, and the
 * process's own output between them.
 */
import type { Clock } from '../../../engine/clock.ts';
import type { LogDoor } from '../../../engine/doors.ts';
import type { Random } from '../../../engine/random.ts';
import type { LoggingConfig } from '../function-record.ts';

/** `LogType: Tail` answers with the last 4 KB. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const tailBytesMax = 4096;

export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  readonly initDurationMs?: number;
  readonly memoryMb: number;
  readonly memoryUsedMb: number;
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType?: string;
}

/** A start that failed. */
export interface InitReport {
  /** The first try, before the invocation, or the second one, in its time. */
  readonly phase: 'init' | 'invoke';
  readonly durationMs: number;
  readonly status: 'error' | 'timeout';
  readonly errorType?: string;
}

/** `2026/11/20/[$LATEST]0123…`: one stream for each environment, under the day it started. */
export function newStreamName(clock: Clock, random: Random, version: string): string {
  const day = new Date(clock.nowMs()).toISOString().slice(0, 10).replaceAll('-', '/');
  const id = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${day}/[${version}]${id}`;
}

/** Where an environment writes, and as what. */
export interface LogPlace {
  readonly logging: LoggingConfig;
  readonly stream: string;
  readonly version: string;
}

export class EnvironmentLog {
  readonly #door: LogDoor;
  readonly #clock: Clock;
  readonly #logging: LoggingConfig;
  readonly #stream: string;
  readonly #version: string;
  #tail = '';

  constructor(door: LogDoor, clock: Clock, { logging, stream, version }: LogPlace) {
    this.#door = door;
    this.#clock = clock;
    this.#logging = logging;
    this.#stream = stream;
    this.#version = version;
  }

  /** Writes lines of the process's output. */
  write(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const timestampMs = this.#clock.nowMs();
    const events = lines.map((line) => ({ timestampMs, message: `${line}\n` }));
    this.#door.append(this.#logging.group, this.#stream, events);
    for (const { message } of events) this.#tail += message;
    if (this.#tail.length > 4 * tailBytesMax) this.#tail = this.#tail.slice(-tailBytesMax);
  }

  /** Begins an invocation. Its tail begins where the last one's ended, so that it shows a cold start's own output. */
  start(requestId: string): void {
    if (this.#logging.format === 'JSON') this.#writeRecord('platform.start', { requestId, version: this.#version });
    else this.write([`START RequestId: ${requestId} Version: ${this.#version}`]);
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
  initFailed({ phase, durationMs, status, errorType }: InitReport): void {
    if (this.#logging.format === 'JSON') {
      const initializationType = 'on-demand';
      const record = { initializationType, phase, status, metrics: { durationMs }, ...(errorType && { errorType }) };
      return this.#writeRecord('platform.initReport', record);
    }
    const parts = [`INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms`, `Phase: ${phase}`, `Status: ${status}`];
    if (errorType) parts.push(`Error Type: ${errorType}`);
    this.write([`${parts.join('\t')}\t`]);
  }

  /** Ends an invocation and gives the tail of its log. */
  end(report: Report): string {
    if (this.#logging.format === 'JSON') this.#writeJsonReport(report);
    else this.write([`END RequestId: ${report.requestId}`, reportLine(report)]);
    const bytes = Buffer.from(this.#tail, 'utf8');
    this.#tail = '';
    return bytes.subarray(Math.max(0, bytes.length - tailBytesMax)).toString('utf8');
  }

  #writeJsonReport(report: Report): void {
    const metrics = {
      durationMs: report.durationMs,
      billedDurationMs: billedMs(report),
      memorySizeMB: report.memoryMb,
      maxMemoryUsedMB: report.memoryUsedMb,
      ...(report.initDurationMs !== undefined && { initDurationMs: report.initDurationMs }),
    };
    const { requestId, status, errorType } = report;
    this.#writeRecord('platform.report', { requestId, metrics, status, ...(errorType && { errorType }) });
  }

  #writeRecord(type: string, record: object): void {
    // System logs of level INFO are left out when the function asks for warnings only.
    if (this.#logging.systemLevel === 'WARN') return;
    this.write([JSON.stringify({ time: new Date(this.#clock.nowMs()).toISOString(), type, record })]);
  }
}

/** Since August 2025 the initialisation is billed as well (https://aws.amazon.com/lambda/pricing/). */
function billedMs({ durationMs, initDurationMs = 0 }: Report): number {
  return Math.max(1, Math.ceil(durationMs + initDurationMs));
}

function reportLine(report: Report): string {
  const { requestId, durationMs, initDurationMs, memoryMb, memoryUsedMb, status, errorType } = report;
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs(report)} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${memoryUsedMb} MB`,
  ];
  if (initDurationMs !== undefined) parts.push(`Init Duration: ${initDurationMs.toFixed(2)} ms`);
  if (status !== 'success') parts.push(`Status: ${status}`);
  if (errorType) parts.push(`Error Type: ${errorType}`);
  return `${parts.join('\t')}\t`;
}
