import { notImplemented } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { checkPolicy } from './key-policy.ts';
import type { Tag } from './key.ts';
import { describeKey } from './key.ts';
import type { KmsState } from './state.ts';
import { tagList } from './state.ts';

interface CreateKey {
  readonly Policy?: string;
  readonly Description?: string;
  readonly KeyUsage?: string;
  readonly KeySpec?: string;
  readonly CustomerMasterKeySpec?: string;
  readonly Origin?: string;
  readonly MultiRegion?: boolean;
  readonly Tags?: readonly Tag[];
}

/** Symmetric keys for encryption; every other kind is NotImplemented by its value. */
export function createKey({ engine, keys }: KmsState): Operation {
  return {
    parameters: {
      Policy: { type: 'string', lengthMin: 1, lengthMax: 131_072 },
      Description: { type: 'string', lengthMax: 8192 },
      KeyUsage: { type: 'string' },
      KeySpec: { type: 'string' },
      CustomerMasterKeySpec: { type: 'string' },
      Origin: { type: 'string' },
      MultiRegion: { type: 'boolean' },
      // The check exists to keep one from locking oneself out; key policies are not enforced yet.
      BypassPolicyLockoutSafetyCheck: { type: 'boolean' },
      Tags: tagList,
    },
    run(input: CreateKey) {
      const { KeyUsage = 'ENCRYPT_DECRYPT', Origin = 'AWS_KMS', MultiRegion = false } = input;
      const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
      if (KeyUsage !== 'ENCRYPT_DECRYPT') throw notImplemented(`kms.CreateKey.KeyUsage ${KeyUsage}`);
      if (spec !== 'SYMMETRIC_DEFAULT') throw notImplemented(`kms.CreateKey.KeySpec ${spec}`);
      if (Origin !== 'AWS_KMS') throw notImplemented(`kms.CreateKey.Origin ${Origin}`);
      if (MultiRegion) throw notImplemented('kms.CreateKey.MultiRegion');
      if (input.Policy !== undefined) checkPolicy(input.Policy);
      const key = keys.create({
        ...(input.Description !== undefined && { description: input.Description }),
        ...(input.Policy !== undefined && { policy: input.Policy }),
        tags: input.Tags ?? [],
      });
      return { KeyMetadata: describeKey(key, engine.accountId) };
    },
  };
}
