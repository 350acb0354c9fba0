import { concurrently } from '../shared/concurrently.ts';
import type { CrawlJob, DueRow } from './domain/crawl.ts';
import { dueShards } from './domain/due-shard.ts';
import type { RemainingMs, SchedulerPorts } from './ports.ts';
import { sendEntries, untaken } from './send-entries.ts';

/** What a run did. Every row that was due was claimed, lost to somebody else, or left for the next run. */
export type ScheduleSummary = {
  readonly due: number;
  readonly claimed: number;
  /** Claimed rows whose job the queue took. The others become due again when their lease ends. */
  readonly enqueued: number;
  readonly lost: number;
  readonly left: number;
};

/** Entries of one SendMessageBatch: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const jobsPerCall = 10;
/** Claims under way at once: 64 open connections, at some 5 ms each, are more than 10,000 claims a second. */
const claimsAtOnceMax = 64;
/** More than a run can claim in its time; bounds the memory of a run after an outage, when millions are due. */
export const dueRowsPerShardMax = 10_000;
/** New claims begin only while there is this much time to send their jobs, retries included. */
export const sendMsMax = 5_000;

type Chunk = { readonly claimed: number; readonly enqueued: number; readonly lost: number; readonly left: number };

/**
 * Finds the rows of the crawl schedule whose time has come, claims each and sends its job to the queue.
 * Claims are leases: a job that is never finished makes its row due again, so that nothing here has to be undone.
 * Two runs at once share the rows; neither enqueues what the other has claimed.
 */
export const scheduleCrawls =
  (ports: SchedulerPorts) =>
  async (remainingMs: RemainingMs): Promise<ScheduleSummary> => {
    const rows = await readDueRows(ports);
    const chunks = Array.from({ length: Math.ceil(rows.length / jobsPerCall) }, (_, index) =>
      rows.slice(index * jobsPerCall, (index + 1) * jobsPerCall),
    );

    // Each lane claims ten rows and sends them, so that few claims wait for their job if the run is cut short.
    const lanes = Math.floor(claimsAtOnceMax / jobsPerCall);
    const outcomes = await concurrently(chunks, lanes, (chunk) =>
      remainingMs() < sendMsMax ? notStarted(chunk) : claimAndSend(ports, chunk),
    );

    const summary = { due: rows.length, claimed: 0, enqueued: 0, lost: 0, left: 0 };
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') throw outcome.reason;
      summary.claimed += outcome.value.claimed;
      summary.enqueued += outcome.value.enqueued;
      summary.lost += outcome.value.lost;
      summary.left += outcome.value.left;
    }
    ports.log(summary.left > 0 ? 'warn' : 'info', 'crawls-scheduled', summary);
    return summary;
  };

const notStarted = async (rows: readonly DueRow[]): Promise<Chunk> => ({
  claimed: 0,
  enqueued: 0,
  lost: 0,
  left: rows.length,
});

/** The due rows of all shards, the longest waiting first. A shard that cannot be read fails the run only if none can. */
async function readDueRows({ schedule, nowMs, log }: SchedulerPorts): Promise<readonly DueRow[]> {
  const atMs = nowMs();
  const shards = await concurrently(dueShards, dueShards.length, async (shard) => {
    const rows: DueRow[] = [];
    for await (const page of schedule.dueRows(shard, atMs)) {
      rows.push(...page);
      if (rows.length >= dueRowsPerShardMax) {
        log('warn', 'due-rows-cut', { shard, read: rows.length });
        break;
      }
    }
    return rows;
  });

  const faults = shards.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (faults.length === dueShards.length)
    throw new Error('no shard of the due index could be read', { cause: faults[0] });
  if (faults.length > 0) log('error', 'due-shards-unread', { count: faults.length, fault: faults[0] });

  return shards
    .flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
    .toSorted((a, b) => a.nextCrawlAtMs - b.nextCrawlAtMs);
}

/** Claims up to ten rows and sends one batch with the jobs of those that were won. */
async function claimAndSend(ports: SchedulerPorts, rows: readonly DueRow[]): Promise<Chunk> {
  const { schedule, newClaimId, nowMs, leaseMs, log } = ports;
  const claims = await concurrently(rows, jobsPerCall, async (row): Promise<CrawlJob | undefined> => {
    const claimId = newClaimId();
    const isMine = await schedule.claim(row, claimId, nowMs() + leaseMs);
    return isMine ? { userId: row.userId, provider: row.provider, claimId } : undefined;
  });

  const faults = claims.flatMap((claim) => (claim.status === 'rejected' ? [claim.reason] : []));
  if (faults.length > 0) log('error', 'claims-faulted', { count: faults.length, fault: faults[0] });
  const jobs = claims.flatMap((claim) => (claim.status === 'fulfilled' && claim.value ? [claim.value] : []));
  return {
    claimed: jobs.length,
    enqueued: await sendJobs(ports, jobs),
    lost: rows.length - faults.length - jobs.length,
    left: faults.length,
  };
}

/** Sends jobs with one call and its retries; gives how many the queue took. The lease brings back the others. */
async function sendJobs(ports: SchedulerPorts, jobs: readonly CrawlJob[]): Promise<number> {
  const answers = await sendEntries(jobs, ports, (pending) =>
    ports.jobs.send(pending).catch((fault: unknown) => untaken(pending.length, fault)),
  );
  for (const [index, answer] of answers.entries()) {
    if (!answer.accepted) ports.log('error', 'crawl-job-not-enqueued', { ...jobs[index], reason: answer.reason });
  }
  return answers.filter(({ accepted }) => accepted).length;
}
