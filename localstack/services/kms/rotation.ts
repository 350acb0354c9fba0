/** EnableKeyRotation, DisableKeyRotation and GetKeyRotationStatus. */
import type { Operation } from '../../engine/service.ts';
import type { KmsState } from './state.ts';
import { keyId } from './state.ts';

interface KeyInput {
  readonly KeyId: string;
}

const dayMs = 86_400_000;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export function enableKeyRotation({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId, RotationPeriodInDays: { type: 'integer', valueMin: 90, valueMax: 2560 } },
    run({ KeyId, RotationPeriodInDays = 365 }: KeyInput & { readonly RotationPeriodInDays?: number }) {
      keys.put({ ...keys.get(KeyId), rotationPeriodDays: RotationPeriodInDays });
    },
  };
}

export function disableKeyRotation({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId },
    run({ KeyId }: KeyInput) {
      const { rotationPeriodDays: _gone, ...key } = keys.get(KeyId);
      keys.put(key);
    },
  };
}

export function getKeyRotationStatus({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId },
    run({ KeyId }: KeyInput) {
      const { id, rotationPeriodDays, materialSinceMs } = keys.get(KeyId);
      if (rotationPeriodDays === undefined) return { KeyId: id, KeyRotationEnabled: false };
      return {
        KeyId: id,
        KeyRotationEnabled: true,
        RotationPeriodInDays: rotationPeriodDays,
        NextRotationDate: (materialSinceMs + rotationPeriodDays * dayMs) / 1000,
      };
    },
  };
}
