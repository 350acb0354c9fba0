import type { Operation } from '../../engine/service.ts';
import { groupName } from './names.ts';
import type { LogsState } from './state.ts';

/** Deletes a group with its streams and events. */
export function deleteLogGroup({ groups, events }: LogsState): Operation {
  return {
    parameters: { logGroupName: { ...groupName, required: true } },
    run({ logGroupName }: { readonly logGroupName: string }) {
      const group = groups.get(logGroupName);
      events.deleteGroup(group.id);
      groups.delete(group);
    },
  };
}
