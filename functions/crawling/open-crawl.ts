import type { Crawl } from './crawl.ts';
import type { CrawlJob } from './domain/crawl.ts';
import type { CrawlerPorts } from './ports.ts';
import { settleJob } from './settle-job.ts';

/** Reads the body of a crawl job's message; throws, naming what is wrong, when it is none. */
function readJob(body: string): CrawlJob {
  const value: unknown = JSON.parse(body);
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const text = (name: string): string => {
    const field = fields[name];
    if (typeof field !== 'string' || field === '')
      throw new Error(`${name} of a crawl job must be text, got ${JSON.stringify(field)}`);
    return field;
  };
  return { userId: text('user_id'), provider: text('provider'), claimId: text('claim_id') };
}

/**
 * Begins a job: checks that its claim still holds and gets access to the account. Undefined when there is nothing to
 * crawl, which is logged and settled here: the claim is somebody else's by now, the user has disconnected, or the
 * provider does not let us in.
 */
export async function openCrawl(ports: CrawlerPorts, messageId: string, body: string): Promise<Crawl | undefined> {
  const job = readJob(body);
  const module = ports.providers.get(job.provider);
  if (!module) throw new Error(`there is no provider module for ${JSON.stringify(job.provider)}`);

  const row = await ports.schedule.read(job);
  if (!row) {
    ports.log('warn', 'crawl-of-disconnected-account', { ...job });
    return undefined;
  }
  if (row.claimId !== job.claimId) {
    ports.log('warn', 'crawl-claim-stale', { ...job, status: row.status });
    return undefined;
  }

  const answer = await ports.access.open(job, module);
  const { cursorMs, failures } = row;
  const counts = { pages: 0, listens: 0, refused: 0 };
  if (answer.type === 'Granted')
    return { messageId, job, module, access: answer.access, hasRenewed: false, cursorMs, failures, counts };
  await settleJob(ports, { job, cursorMs, failures, counts }, answer);
  return undefined;
}
