/** AWS KMS: symmetric keys, aliases, rotation and deletion, with real AES-256-GCM. */
import type { Engine, Service } from '../../engine/service.ts';
import { createAlias, deleteAlias, listAliases, updateAlias } from './aliases.ts';
import { createKey } from './create-key.ts';
import { decrypt } from './decrypt.ts';
import { describeKeyOperation, listKeys, updateKeyDescription } from './describe-key.ts';
import { encrypt } from './encrypt.ts';
import { generateDataKey, generateDataKeyWithoutPlaintext, generateRandom } from './generate-data-key.ts';
import { openIamDoor } from './iam-door.ts';
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from './key-policy.ts';
import { cancelKeyDeletion, disableKey, enableKey, scheduleKeyDeletion } from './key-states.ts';
import { listResourceTags, tagResource, untagResource } from './key-tags.ts';
import { reEncrypt } from './re-encrypt.ts';
import { aliasResource, keyResource } from './resources.ts';
import { disableKeyRotation, enableKeyRotation, getKeyRotationStatus } from './rotation.ts';
import { openKmsState } from './state.ts';
import type { Vault } from './vault.ts';

export interface KmsService extends Service {
  /** For neighbours that encrypt with a customer's key. */
  readonly vault: Vault;
}

export function createKms(engine: Engine): KmsService {
  const state = openKmsState(engine);
  return {
    name: 'kms',
    protocol: { kind: 'json', version: '1.1', targetPrefix: 'TrentService' },
    operations: {
      CancelKeyDeletion: cancelKeyDeletion(state),
      CreateAlias: createAlias(state),
      CreateKey: createKey(state),
      Decrypt: decrypt(state),
      DeleteAlias: deleteAlias(state),
      DescribeKey: describeKeyOperation(state),
      DisableKey: disableKey(state),
      DisableKeyRotation: disableKeyRotation(state),
      EnableKey: enableKey(state),
      EnableKeyRotation: enableKeyRotation(state),
      Encrypt: encrypt(state),
      GenerateDataKey: generateDataKey(state),
      GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext(state),
      GenerateRandom: generateRandom(),
      GetKeyPolicy: getKeyPolicy(state),
      GetKeyRotationStatus: getKeyRotationStatus(state),
      ListAliases: listAliases(state),
      ListKeyPolicies: listKeyPolicies(state),
      ListKeys: listKeys(state),
      ListResourceTags: listResourceTags(state),
      PutKeyPolicy: putKeyPolicy(state),
      ReEncrypt: reEncrypt(state),
      ScheduleKeyDeletion: scheduleKeyDeletion(state),
      TagResource: tagResource(state),
      UntagResource: untagResource(state),
      UpdateAlias: updateAlias(state),
      UpdateKeyDescription: updateKeyDescription(state),
    },
    resources: { 'AWS::KMS::Key': keyResource, 'AWS::KMS::Alias': aliasResource },
    iam: openIamDoor(state.keys),
    vault: state.vault,
  };
}
