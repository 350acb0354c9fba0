/** KMS for IAM: the policies of keys, and the keys behind aliases and ciphertexts. */
import { AwsError } from '../../engine/aws-error.ts';
import type { IamDoor } from '../../engine/service.ts';
import { readHeader } from './cipher.ts';
import type { Key } from './key.ts';
import type { Keys } from './keys.ts';

export function openIamDoor(keys: Keys): IamDoor {
  /** What is not there, or is no key at all, is for the operation to refuse in its own words. */
  const find = (look: () => Key): Key | undefined => {
    try {
      return look();
    } catch (fault) {
      if (fault instanceof AwsError) return undefined;
      throw fault;
    }
  };
  return {
    policyOf: (arn) => find(() => keys.get(arn))?.policy,
    resolve: (member, value) => {
      if (member !== 'CiphertextBlob') return find(() => keys.get(value))?.arn;
      const header = readHeader(Buffer.from(value, 'base64'));
      return header && find(() => keys.byId(header.keyId))?.arn;
    },
  };
}
