/** A key and what KMS tells about it. */

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly manager: 'CUSTOMER' | 'AWS';
  /** Base64, oldest first. Rotation adds one; old ciphertexts keep theirs. */
  readonly materials: readonly string[];
  readonly materialSinceMs: number;
  readonly description: string;
  readonly state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  readonly deletionAtMs?: number;
  readonly rotationPeriodDays?: number;
  readonly policy: string;
  readonly tags: readonly Tag[];
}

export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

/** `KeyMetadata` of https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export function describeKey(key: Key, accountId: string) {
  return {
    AWSAccountId: accountId,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.createdAtMs / 1000,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    ...(key.deletionAtMs !== undefined && { DeletionDate: key.deletionAtMs / 1000 }),
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}
