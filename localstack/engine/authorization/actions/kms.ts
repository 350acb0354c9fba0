/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
import { regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { ActionTable, ConditionValues, Input, Place, ResourcesOf } from '../action-table.ts';

/** Whatever a key is called by, it is the key's ARN that is asked for. */
function keyArn(reference: string, place: Place): string {
  return place.resolve('kms', 'KeyId', reference) ?? regionalArn('kms', `key/${reference}`, place);
}

const key: ResourcesOf = (input, place) => [keyArn(text(input, 'KeyId'), place)];

/** A ciphertext names its key; what the request says about it is checked by the operation. */
const sealingKey: ResourcesOf = (input, place) => {
  const arn = place.resolve('kms', 'CiphertextBlob', text(input, 'CiphertextBlob'));
  return arn === undefined ? key(input, place) : [arn];
};

const aliasArn: ResourcesOf = (input, place) => [regionalArn('kms', text(input, 'AliasName'), place)];
const aliasAndKey: ResourcesOf = (input, place) => [
  ...aliasArn(input, place),
  keyArn(text(input, 'TargetKeyId'), place),
];
const aliasAndItsKey: ResourcesOf = (input, place) => [
  ...aliasArn(input, place),
  keyArn(text(input, 'AliasName'), place),
];

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
function contextConditions(input: Input): ConditionValues {
  const context = Object.entries((input['EncryptionContext'] ?? {}) as Record<string, string>);
  if (context.length === 0) return {};
  return {
    ...Object.fromEntries(context.map(([name, value]) => [`kms:encryptioncontext:${name.toLowerCase()}`, [value]])),
    'kms:encryptioncontextkeys': context.map(([name]) => name),
  };
}

export const kms: ActionTable = {
  prefix: 'kms',
  mustResourceAllow: true,
  rows: {
    Decrypt: { on: sealingKey, conditions: contextConditions },
    ...rowsOf('Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext', { on: key, conditions: contextConditions }),
    ReEncrypt: {
      accesses: (input, place) => [
        { action: 'kms:ReEncryptFrom', resources: sealingKey(input, place) },
        { action: 'kms:ReEncryptTo', resources: [keyArn(text(input, 'DestinationKeyId'), place)] },
      ],
    },
    ...rowsOf('DescribeKey DisableKey EnableKey UpdateKeyDescription', { on: key }),
    ...rowsOf('EnableKeyRotation DisableKeyRotation GetKeyRotationStatus', { on: key }),
    ...rowsOf('CancelKeyDeletion ScheduleKeyDeletion', { on: key }),
    ...rowsOf('GetKeyPolicy PutKeyPolicy ListKeyPolicies', { on: key }),
    ...rowsOf('ListResourceTags UntagResource', { on: key }),
    TagResource: { on: key, conditions: tagConditions },
    ...rowsOf('CreateAlias UpdateAlias', { on: aliasAndKey }),
    DeleteAlias: { on: aliasAndItsKey },
    CreateKey: { conditions: tagConditions },
    ...rowsOf('GenerateRandom ListAliases ListKeys', {}),
  },
};
