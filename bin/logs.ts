import { setTimeout as wait } from 'node:timers/promises';
/** `npm run logs`: shows and follows the functions' log groups, as `aws logs tail` does, on the local cloud or on AWS. */
import { parseArgs } from 'node:util';

import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';

const helpText = `npm run logs [-- FUNCTION… OPTION…]

Shows what the functions have logged: those named (a part of the name is enough), or all of them.

  --follow, -f        go on with what they log next, until Ctrl-C
  --since DURATION    how far back to begin: 90s, 10m, 2h, 1d (10m)
  --filter PATTERN    only lines that match this CloudWatch filter pattern, such as '{ $.level = "error" }'
  --endpoint URL      the cloud to ask (AWS_ENDPOINT_URL, else http://127.0.0.1:4566; 'aws' for AWS itself)
  --help              this text`;

const groupPrefix = '/aws/lambda/';
const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const pollMs = 500;
/** CloudWatch may deliver an event a little after its time stamp; looking back this far catches it once. */
const lateMs = 5_000;

await main();

async function main(): Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        follow: { type: 'boolean', short: 'f', default: false },
        since: { type: 'string', default: '10m' },
        filter: { type: 'string' },
        endpoint: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return console.log(helpText);
    const sinceMs = Date.now() - durationMs(values.since);
    const client = openClient(values.endpoint ?? process.env['AWS_ENDPOINT_URL'] ?? 'http://127.0.0.1:4566');
    await tail(client, await findGroups(client, positionals), {
      sinceMs,
      isFollowing: values.follow,
      pattern: values.filter,
    });
  } catch (fault) {
    console.error(explain(fault as NodeJS.ErrnoException));
    process.exitCode = 1;
  }
}

function openClient(endpoint: string): CloudWatchLogsClient {
  if (endpoint === 'aws') return new CloudWatchLogsClient({});
  return new CloudWatchLogsClient({
    endpoint,
    region: process.env['AWS_REGION'] ?? 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
}

function durationMs(text: string): number {
  const [, amount, unit = ''] = /^(\d+)([smhd])$/u.exec(text) ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? Number.NaN);
  if (Number.isNaN(ms)) throw new Error(`--since must be a number and s, m, h or d, such as 10m, got '${text}'`);
  return ms;
}

async function findGroups(client: CloudWatchLogsClient, wanted: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    names.push(...logGroups.flatMap(({ logGroupName }) => logGroupName ?? []));
  }
  const strangers = wanted.filter((part) => !names.some((name) => name.includes(part)));
  if (strangers.length > 0) {
    throw new Error(`No log group's name holds '${strangers.join("', '")}'. There are:\n  ${names.join('\n  ')}`);
  }
  const chosen = wanted.length > 0 ? names.filter((name) => wanted.some((part) => name.includes(part))) : names;
  return wanted.length > 0 ? chosen : chosen.filter((name) => name.startsWith(groupPrefix));
}

interface TailOptions {
  readonly sinceMs: number;
  readonly isFollowing: boolean;
  readonly pattern: string | undefined;
}

async function tail(client: CloudWatchLogsClient, groups: readonly string[], options: TailOptions): Promise<void> {
  const { isFollowing, pattern } = options;
  let fromMs = options.sinceMs;
  let shown = new Map<string, number>();
  for (;;) {
    const lines = (await Promise.all(groups.map((group) => readGroup(client, group, fromMs, pattern)))).flat();
    for (const { event, group } of lines.toSorted((a, b) => (a.event.timestamp ?? 0) - (b.event.timestamp ?? 0))) {
      if (!shown.has(event.eventId ?? '')) print(group, event);
    }
    if (!isFollowing) return;
    const newestMs = Math.max(fromMs + lateMs, ...lines.map(({ event }) => event.timestamp ?? 0));
    fromMs = newestMs - lateMs;
    const recent = lines.filter(({ event }) => (event.timestamp ?? 0) >= fromMs);
    shown = new Map(recent.map(({ event }) => [event.eventId ?? '', event.timestamp ?? 0]));
    await wait(pollMs);
  }
}

interface Line {
  readonly group: string;
  readonly event: FilteredLogEvent;
}

async function readGroup(
  client: CloudWatchLogsClient,
  group: string,
  startTime: number,
  filterPattern?: string,
): Promise<Line[]> {
  const lines: Line[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName: group,
        startTime,
        nextToken,
        ...(filterPattern && { filterPattern }),
      }),
    );
    lines.push(...(page.events ?? []).map((event) => ({ group, event })));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}

function print(group: string, { timestamp, message }: FilteredLogEvent): void {
  const at = new Date(timestamp ?? 0).toISOString();
  const name = group.startsWith(groupPrefix) ? group.slice(groupPrefix.length) : group;
  console.log(`${at} ${name} ${(message ?? '').trimEnd()}`);
}

function explain(fault: NodeJS.ErrnoException): string {
  if (fault.code === 'ECONNREFUSED')
    return `Nothing answers at the endpoint (${fault.message}). Is it running? npm start`;
  return fault.message;
}
