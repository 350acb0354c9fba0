import { notImplemented } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { groupName, tags } from './names.ts';
import type { LogsState } from './state.ts';

interface CreateLogGroup {
  readonly logGroupName: string;
  readonly kmsKeyId?: string;
  readonly tags?: Record<string, string>;
  readonly logGroupClass?: string;
}

/** A group keeps its events for ever until PutRetentionPolicy says otherwise. */
export function createLogGroup({ groups }: LogsState): Operation {
  return {
    parameters: {
      logGroupName: { ...groupName, required: true },
      kmsKeyId: { type: 'string' },
      tags,
      logGroupClass: { type: 'string', enum: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'] },
    },
    run(input: CreateLogGroup) {
      const { logGroupName, kmsKeyId, logGroupClass = 'STANDARD' } = input;
      if (logGroupClass === 'DELIVERY') throw notImplemented('logs.CreateLogGroup.logGroupClass DELIVERY');
      groups.create({ name: logGroupName, logGroupClass, tags: input.tags ?? {}, ...(kmsKeyId && { kmsKeyId }) });
    },
  };
}
