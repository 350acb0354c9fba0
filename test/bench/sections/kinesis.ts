/** Kinesis over the wire: PutRecords and GetRecords of our cloud beside kinesalite. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Bench } from '../bench.ts';
import type { Job } from '../load/client.ts';
import { notesOf, runClients } from '../load/run-clients.ts';
import { plainSender, type SenderKind } from '../load/senders.ts';
import { benchName, putRecordsCount, shardCount, workloads, type WorkloadName } from '../load/workloads.ts';
import { takeProfiles } from '../profile/profiles.ts';
import type { Sample } from '../report.ts';
import { startCloud, startKinesalite, type Server } from '../servers.ts';

interface Trial {
  readonly title: string;
  readonly workload: WorkloadName;
  readonly clients: number;
  readonly ours: SenderKind;
  readonly theirs: SenderKind;
}

const putLanes = 8;
const getLanes = 4;
/** Records that are there from the beginning. */
const readableRecords = 100_000;

const putting = { workload: 'put-records', theirs: 'sdk-http1' } as const;
const getting = { workload: 'get-records', theirs: 'sdk-http1' } as const;
const trials: readonly Trial[] = [
  { ...putting, title: 'PutRecords, 1 SDK client', clients: 1, ours: 'sdk' },
  { ...putting, title: 'PutRecords, 2 SDK clients', clients: 2, ours: 'sdk' },
  { ...putting, title: 'PutRecords, 2 SDK clients over HTTP/1.1', clients: 2, ours: 'sdk-http1' },
  {
    ...putting,
    title: 'PutRecords, 1 plain client: what the server takes',
    clients: 1,
    ours: 'plain',
    theirs: 'plain',
  },
  { ...getting, title: 'GetRecords, 1 SDK client', clients: 1, ours: 'sdk' },
  { ...getting, title: 'GetRecords, 2 SDK clients', clients: 2, ours: 'sdk' },
  {
    ...getting,
    title: 'GetRecords, 1 plain client: what the server gives',
    clients: 1,
    ours: 'plain',
    theirs: 'plain',
  },
];

export async function benchKinesis(bench: Bench): Promise<void> {
  const { report, options } = bench;
  report.section('kinesis', `${putRecordsCount} × 250 B in, 1,000 a call out, ${shardCount} shards, CPU per record`);

  // One server at a time has the machine.
  const kinesalite = await startKinesalite(bench);
  const theirs: Sample[] = [];
  for await (const sample of measure(bench, kinesalite, 'theirs')) theirs.push(sample);
  await bench.release(kinesalite);

  const cloud = await startCloud(bench, 'kinesis');
  let index = 0;
  for await (const ours of measure(bench, cloud, 'ours')) {
    const beside = theirs[index];
    const { title } = trials[index] ?? { title: '' };
    await takeProfiles(options.profileFolder, [cloud.pid], title);
    report.add({
      section: 'kinesis',
      measure: title,
      unit: 'records/s',
      better: 'more',
      ours,
      ...(beside && { beside }),
    });
    index += 1;
  }
  await bench.release(cloud);
}

const names = { ours: 'our cloud, on disk', theirs: 'kinesalite 3.3.3, in memory' };

/** Runs all trials on one server, in order. */
async function* measure(
  { report, options }: Bench,
  server: Server,
  side: 'ours' | 'theirs',
): AsyncGenerator<Sample, void, void> {
  await createStream(server);
  await fill(server, options.isQuick ? readableRecords / 5 : readableRecords);
  for (const { title, workload, clients, [side]: sender } of trials) {
    report.tell(`${names[side]}: ${title}`);
    const lanes = workload === 'put-records' ? putLanes : getLanes;
    const job: Omit<Job, 'client'> = { url: server.url, service: 'kinesis', sender, workload, lanes };
    const result = await runClients({ job, clients, measureMs: options.measureMs, serverPid: server.pid });
    yield { name: names[side], value: result.itemsPerSecond, notes: notesOf(result) };
  }
}

async function createStream({ url: endpoint }: Server): Promise<void> {
  const sender = plainSender('kinesis', endpoint);
  await sender.send({ operation: 'CreateStream', input: { StreamName: benchName, ShardCount: shardCount } });
  for (;;) {
    const step = { operation: 'DescribeStreamSummary', input: { StreamName: benchName } };
    const { StreamDescriptionSummary } = await sender.send(step);
    if ((StreamDescriptionSummary as { readonly StreamStatus: string }).StreamStatus === 'ACTIVE') return;
    await wait(20);
  }
}

/** Puts so many records that no reader is through with a shard in a few calls. */
async function fill({ url }: Server, records: number): Promise<void> {
  const { bytes, send } = plainSender('kinesis', url);
  const { next, took } = workloads['put-records']({ client: 9, lane: 0, bytes });
  for (let done = 0; done < records;) {
    const step = next();
    done += took(step, await send(step));
  }
}
