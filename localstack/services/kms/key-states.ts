/** EnableKey, DisableKey, ScheduleKeyDeletion and CancelKeyDeletion. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { keyPendingDeletion } from './errors.ts';
import type { Key } from './key.ts';
import type { KmsState } from './state.ts';
import { keyId } from './state.ts';

interface KeyInput {
  readonly KeyId: string;
}

const dayMs = 86_400_000;

export function enableKey(state: KmsState): Operation {
  return { parameters: { KeyId: keyId }, run: ({ KeyId }: KeyInput) => setState(state, KeyId, 'Enabled') };
}

export function disableKey(state: KmsState): Operation {
  return { parameters: { KeyId: keyId }, run: ({ KeyId }: KeyInput) => setState(state, KeyId, 'Disabled') };
}

function setState({ keys }: KmsState, id: string, keyState: Key['state']): void {
  const key = keys.get(id);
  if (key.state === 'PendingDeletion') throw keyPendingDeletion(key.arn);
  keys.put({ ...key, state: keyState });
}

/** The key cannot be used from now on, and is gone when its window is over. */
export function scheduleKeyDeletion({ engine, keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId, PendingWindowInDays: { type: 'integer', valueMin: 7, valueMax: 30 } },
    run({ KeyId, PendingWindowInDays = 30 }: KeyInput & { readonly PendingWindowInDays?: number }) {
      const key = keys.get(KeyId);
      if (key.state === 'PendingDeletion') throw keyPendingDeletion(key.arn);
      const deletionAtMs = engine.clock.nowMs() + PendingWindowInDays * dayMs;
      keys.put({ ...key, state: 'PendingDeletion', deletionAtMs });
      return { KeyId: key.arn, DeletionDate: deletionAtMs / 1000, KeyState: 'PendingDeletion', PendingWindowInDays };
    },
  };
}

/** The key is there again, disabled. */
export function cancelKeyDeletion({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId },
    run({ KeyId }: KeyInput) {
      const { deletionAtMs: _gone, ...key } = keys.get(KeyId);
      if (key.state !== 'PendingDeletion') {
        throw new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`);
      }
      keys.put({ ...key, state: 'Disabled' });
      return { KeyId: key.arn };
    },
  };
}
