import type { Operation } from '../../engine/service.ts';
import { groupName, streamName } from './names.ts';
import type { LogsState } from './state.ts';

interface DeleteLogStream {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** Deletes a stream with its events. */
export function deleteLogStream({ groups, events }: LogsState): Operation {
  return {
    parameters: { logGroupName: { ...groupName, required: true }, logStreamName: { ...streamName, required: true } },
    run({ logGroupName, logStreamName }: DeleteLogStream) {
      const group = groups.get(logGroupName);
      const stream = groups.stream(group.name, logStreamName);
      events.deleteStream(group.id, stream.id);
      groups.deleteStream(stream);
    },
  };
}
