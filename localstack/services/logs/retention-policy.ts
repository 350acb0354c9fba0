/** PutRetentionPolicy and DeleteRetentionPolicy. */
import type { Operation } from '../../engine/service.ts';
import { invalidParameter } from './errors.ts';
import { groupName } from './names.ts';
import type { LogsState } from './state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const allowedDays = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

interface PutRetentionPolicy {
  readonly logGroupName: string;
  readonly retentionInDays: number;
}

export function putRetentionPolicy({ groups }: LogsState): Operation {
  return {
    parameters: {
      logGroupName: { ...groupName, required: true },
      retentionInDays: { type: 'integer', required: true },
    },
    run({ logGroupName, retentionInDays }: PutRetentionPolicy) {
      const group = groups.get(logGroupName);
      if (!allowedDays.has(retentionInDays)) {
        throw invalidParameter(
          `The retentionInDays value ${retentionInDays} is not one of ${[...allowedDays].join(', ')}.`,
        );
      }
      groups.put({ ...group, retentionInDays });
    },
  };
}

export function deleteRetentionPolicy({ groups }: LogsState): Operation {
  return {
    parameters: { logGroupName: { ...groupName, required: true } },
    run({ logGroupName }: { readonly logGroupName: string }) {
      const { retentionInDays: _gone, ...group } = groups.get(logGroupName);
      groups.put(group);
    },
  };
}
