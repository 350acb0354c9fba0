import type { Operation } from '../../engine/service.ts';
import { invalidParameter } from './errors.ts';
import type { LogGroup } from './groups.ts';
import { groupIdentifier, groupName } from './names.ts';
import { pageAfter } from './page.ts';
import type { LogsState } from './state.ts';

interface DescribeLogGroups {
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly logGroupIdentifiers?: readonly string[];
  readonly logGroupClass?: string;
  readonly limit?: number;
  readonly nextToken?: string;
}

/** Groups in order of name, 50 a page. */
export function describeLogGroups({ groups, events }: LogsState): Operation {
  const describe = (group: LogGroup) => ({
    logGroupName: group.name,
    creationTime: group.createdAtMs,
    ...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
    metricFilterCount: 0,
    arn: `${groups.arnOf(group)}:*`,
    storedBytes: events.sizeBytes(group.id),
    ...(group.kmsKeyId && { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.logGroupClass,
    logGroupArn: groups.arnOf(group),
  });
  return {
    parameters: {
      logGroupNamePrefix: groupName,
      logGroupNamePattern: { type: 'string', lengthMax: 512 },
      logGroupIdentifiers: { type: 'list', member: groupIdentifier, lengthMin: 1, lengthMax: 50 },
      logGroupClass: { type: 'string' },
      limit: { type: 'integer', valueMin: 1, valueMax: 50 },
      nextToken: { type: 'string' },
    },
    run({ logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers, logGroupClass, ...page }: DescribeLogGroups) {
      if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
        throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
      }
      const named = logGroupIdentifiers?.map((identifier) => groups.byIdentifier(identifier).name);
      const pattern = logGroupNamePattern?.toLowerCase();
      const found = groups
        .list()
        .filter(({ name }) => name.startsWith(logGroupNamePrefix ?? ''))
        .filter(({ name }) => pattern === undefined || name.toLowerCase().includes(pattern))
        .filter(({ name }) => named === undefined || named.includes(name))
        .filter((group) => logGroupClass === undefined || group.logGroupClass === logGroupClass);
      const { items, nextToken } = pageAfter(found, page.limit ?? 50, page.nextToken, ({ name }) => name);
      return { logGroups: items.map(describe), ...(nextToken && { nextToken }) };
    },
  };
}
