/** GetKeyPolicy, PutKeyPolicy and ListKeyPolicies. A key has one policy, called `default`. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { KmsState } from './state.ts';
import { keyId } from './state.ts';

const policyName = { type: 'string', enum: ['default'] } as const;

export function getKeyPolicy({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId, PolicyName: policyName },
    run: ({ KeyId }: { readonly KeyId: string }) => ({ Policy: keys.get(KeyId).policy, PolicyName: 'default' }),
  };
}

export function putKeyPolicy({ keys }: KmsState): Operation {
  return {
    parameters: {
      KeyId: keyId,
      PolicyName: policyName,
      Policy: { type: 'string', required: true, lengthMin: 1, lengthMax: 131_072 },
      BypassPolicyLockoutSafetyCheck: { type: 'boolean' },
    },
    run({ KeyId, Policy }: { readonly KeyId: string; readonly Policy: string }) {
      checkPolicy(Policy);
      keys.put({ ...keys.get(KeyId), policy: Policy });
    },
  };
}

export function listKeyPolicies({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId },
    run({ KeyId }: { readonly KeyId: string }) {
      keys.get(KeyId);
      return { PolicyNames: ['default'], Truncated: false };
    },
  };
}

/** A policy has to be JSON with statements; it is kept word for word. Unsure of AWS's words. */
export function checkPolicy(policy: string): void {
  try {
    const parsed: unknown = JSON.parse(policy);
    if (typeof parsed === 'object' && parsed !== null && 'Statement' in parsed) return;
  } catch {
    // Not JSON: refused below.
  }
  throw new AwsError('MalformedPolicyDocumentException', 'The new key policy is not a JSON document with a Statement.');
}
