/**
 * A load client, a process of its own: asks as fast as it is answered, in several lanes, and tells what it got. Its parent
 * says when to begin and for how long to count; what comes before and after is load, but is not counted.
 */
import { openSender, type SenderKind } from './senders.ts';
import { workloads, type WorkloadName } from './workloads.ts';

export interface Job {
  readonly url: string;
  readonly service: 'kinesis' | 'dynamodb';
  readonly sender: SenderKind;
  readonly workload: WorkloadName;
  readonly client: number;
  readonly lanes: number;
}

export type ToClient = { readonly job: Job } | { readonly countForMs: number };

export interface Counted {
  readonly items: number;
  readonly requests: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly latenciesMs: { readonly p50: number; readonly p99: number };
}

export type FromClient = { readonly isWarm: true } | { readonly counted: Counted } | { readonly fault: string };

/** Long enough for both sides to compile what they do most. */
const warmUpMs = 1500;
const startedAtMs = performance.now();

let requests = 0;
let items = 0;
let latenciesMs: number[] = [];
let isOver = false;
let sayWarm: (() => void) | undefined = () => tell({ isWarm: true });

process.on('message', (message: ToClient) => {
  if ('job' in message) {
    void work(message.job).catch((fault: unknown) => tell({ fault: (fault as Error).stack ?? String(fault) }));
  } else count(message.countForMs);
});
process.once('disconnect', () => process.exit(1));

async function work(job: Job): Promise<void> {
  const sender = openSender(job.sender, job.service, job.url);
  const runLane = async (lane: number): Promise<void> => {
    const { next, took } = workloads[job.workload]({ client: job.client, lane, bytes: sender.bytes });
    while (!isOver) {
      const step = next();
      const beganMs = performance.now();
      const output = await sender.send(step);
      items += took(step, output);
      latenciesMs.push(performance.now() - beganMs);
      requests += 1;
      if (sayWarm && performance.now() - startedAtMs > warmUpMs) {
        sayWarm();
        sayWarm = undefined;
      }
    }
  };
  await Promise.all(Array.from({ length: job.lanes }, (_, lane) => runLane(lane)));
}

function count(countForMs: number): void {
  requests = 0;
  items = 0;
  latenciesMs = [];
  const cpu = process.cpuUsage();
  const beganMs = performance.now();
  setTimeout(() => {
    const { user, system } = process.cpuUsage(cpu);
    const elapsedMs = performance.now() - beganMs;
    const sorted = latenciesMs.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
    const counted = { items, requests, elapsedMs, cpuMs: (user + system) / 1000 };
    tell({ counted: { ...counted, latenciesMs: { p50: at(0.5), p99: at(0.99) } } });
    // The others may still be counted under the whole load.
    setTimeout(() => (isOver = true), 200);
  }, countForMs);
}

function tell(message: FromClient): void {
  process.send?.(message);
}
