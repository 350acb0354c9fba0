import type { Operation } from '../../engine/service.ts';
import { groupName, streamName } from './names.ts';
import type { LogsState } from './state.ts';

interface CreateLogStream {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

export function createLogStream({ groups }: LogsState): Operation {
  return {
    parameters: { logGroupName: { ...groupName, required: true }, logStreamName: { ...streamName, required: true } },
    run({ logGroupName, logStreamName }: CreateLogStream) {
      groups.createStream(groups.get(logGroupName), logStreamName);
    },
  };
}
