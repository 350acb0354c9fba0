/** A repository of container images, as far as it is remembered here: its settings. It never holds an image. */
export interface Repository {
  readonly repositoryName: string;
  readonly repositoryArn: string;
  readonly repositoryUri: string;
  readonly registryId: string;
  readonly createdAtMs: number;
  readonly imageTagMutability: 'MUTABLE' | 'IMMUTABLE';
  readonly isScannedOnPush: boolean;
  readonly encryptionType: string;
  readonly lifecyclePolicyText?: string;
  readonly policyText?: string;
  readonly tags: Readonly<Record<string, string>>;
}
