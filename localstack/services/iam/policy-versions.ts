/** CreatePolicyVersion, GetPolicyVersion, ListPolicyVersions, SetDefaultPolicyVersion and DeletePolicyVersion. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { deleteConflict, policyVersionNotFound } from './errors.ts';
import type { Identities, ManagedPolicy, PolicyVersion } from './identities.ts';
import { pageParameters, policyArn, policyDocument } from './parameters.ts';
import { checkPolicyDocument, encodeDocument } from './policy-document.ts';

interface VersionInput {
  readonly PolicyArn: string;
  readonly VersionId: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const versionsMax = 5;
const versionId = { type: 'string', required: true, pattern: 'v[1-9][0-9]*' } as const;

interface CreatePolicyVersion {
  readonly PolicyArn: string;
  readonly PolicyDocument: string;
  readonly SetAsDefault?: string | boolean;
}

export function createPolicyVersion(identities: Identities): Operation {
  return {
    parameters: { PolicyArn: policyArn, PolicyDocument: policyDocument, SetAsDefault: { type: 'any' } },
    run({ PolicyArn, PolicyDocument, SetAsDefault = false }: CreatePolicyVersion) {
      const policy = identities.policy(PolicyArn);
      if (policy.versions.length >= versionsMax) {
        throw new AwsError(
          'LimitExceeded',
          'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
          409,
        );
      }
      const last = Math.max(...policy.versions.map((version) => Number(version.versionId.slice(1))));
      const nowMs = identities.engine.clock.nowMs();
      const version = { versionId: `v${last + 1}`, document: checkPolicyDocument(PolicyDocument), createdAtMs: nowMs };
      const changed = identities.putPolicy({
        ...policy,
        versions: [...policy.versions, version],
        updatedAtMs: nowMs,
        ...(String(SetAsDefault) === 'true' && { defaultVersionId: version.versionId }),
      });
      const { Document: _document, ...described } = describeVersion(changed, version);
      return { PolicyVersion: described };
    },
  };
}

export function getPolicyVersion(identities: Identities): Operation {
  return {
    parameters: { PolicyArn: policyArn, VersionId: versionId },
    run({ PolicyArn, VersionId }: VersionInput) {
      const policy = identities.policy(PolicyArn);
      return { PolicyVersion: describeVersion(policy, findVersion(policy, VersionId)) };
    },
  };
}

export function listPolicyVersions(identities: Identities): Operation {
  return {
    parameters: { PolicyArn: policyArn, ...pageParameters },
    run({ PolicyArn }: { readonly PolicyArn: string }) {
      const policy = identities.policy(PolicyArn);
      return { Versions: policy.versions.map((version) => describeVersion(policy, version)), IsTruncated: false };
    },
  };
}

export function setDefaultPolicyVersion(identities: Identities): Operation {
  return {
    parameters: { PolicyArn: policyArn, VersionId: versionId },
    run({ PolicyArn, VersionId }: VersionInput) {
      const policy = identities.policy(PolicyArn);
      findVersion(policy, VersionId);
      identities.putPolicy({ ...policy, defaultVersionId: VersionId });
    },
  };
}

export function deletePolicyVersion(identities: Identities): Operation {
  return {
    parameters: { PolicyArn: policyArn, VersionId: versionId },
    run({ PolicyArn, VersionId }: VersionInput) {
      const policy = identities.policy(PolicyArn);
      findVersion(policy, VersionId);
      if (policy.defaultVersionId === VersionId) {
        throw deleteConflict('Cannot delete the default version of a policy.');
      }
      identities.putPolicy({
        ...policy,
        versions: policy.versions.filter((version) => version.versionId !== VersionId),
      });
    },
  };
}

function findVersion(policy: ManagedPolicy, id: string): PolicyVersion {
  const version = policy.versions.find((each) => each.versionId === id);
  if (!version) throw policyVersionNotFound(policy.arn, id);
  return version;
}

function describeVersion(policy: ManagedPolicy, version: PolicyVersion) {
  return {
    Document: encodeDocument(version.document),
    VersionId: version.versionId,
    IsDefaultVersion: version.versionId === policy.defaultVersionId,
    CreateDate: new Date(version.createdAtMs),
  };
}
