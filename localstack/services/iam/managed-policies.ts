/** CreatePolicy, GetPolicy, ListPolicies and DeletePolicy. */
import type { Operation } from '../../engine/service.ts';
import { deleteConflict, policyExists } from './errors.ts';
import type { Identities, ManagedPolicy, Tag } from './identities.ts';
import { pageOf, pageParameters, path, policyArn, policyDocument, policyName, tagList } from './parameters.ts';
import type { Page } from './parameters.ts';
import { checkPolicyDocument } from './policy-document.ts';

interface CreatePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly Tags?: readonly Tag[];
}

export function createPolicy(identities: Identities): Operation {
  return {
    parameters: {
      PolicyName: policyName,
      PolicyDocument: policyDocument,
      Path: path,
      Description: { type: 'string', lengthMax: 1000 },
      Tags: tagList,
    },
    run({ PolicyName: name, PolicyDocument, Path: policyPath = '/', Description, Tags = [] }: CreatePolicy) {
      const arn = identities.arn(`policy${policyPath}${name}`);
      if (identities.policies().some((policy) => policy.name === name)) throw policyExists(name);
      const nowMs = identities.engine.clock.nowMs();
      const policy = identities.putPolicy({
        name,
        id: identities.newId('ANPA'),
        arn,
        path: policyPath,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
        ...(Description !== undefined && { description: Description }),
        defaultVersionId: 'v1',
        versions: [{ versionId: 'v1', document: checkPolicyDocument(PolicyDocument), createdAtMs: nowMs }],
        tags: Tags,
      });
      return { Policy: describePolicy(identities, policy) };
    },
  };
}

export function getPolicy(identities: Identities): Operation {
  return {
    parameters: { PolicyArn: policyArn },
    run: ({ PolicyArn }: { readonly PolicyArn: string }) => ({
      Policy: describePolicy(identities, identities.policy(PolicyArn)),
    }),
  };
}

interface ListPolicies extends Page {
  readonly Scope?: string;
  readonly OnlyAttached?: string;
  readonly PathPrefix?: string;
}

/** The account's own policies; those that AWS manages are not here. */
export function listPolicies(identities: Identities): Operation {
  return {
    parameters: {
      Scope: { type: 'string', enum: ['All', 'AWS', 'Local'] },
      OnlyAttached: { type: 'any' },
      PathPrefix: { type: 'string' },
      ...pageParameters,
    },
    run({ Scope = 'All', OnlyAttached = 'false', PathPrefix = '/', ...page }: ListPolicies) {
      const found = identities
        .policies()
        .filter((policy) => Scope !== 'AWS' && policy.path.startsWith(PathPrefix))
        .filter(({ arn }) => String(OnlyAttached) !== 'true' || identities.attachmentCount(arn) > 0);
      const { items, end } = pageOf(found, page, ({ arn }) => arn);
      return { Policies: items.map((policy) => describePolicy(identities, policy)), ...end };
    },
  };
}

export function deletePolicy(identities: Identities): Operation {
  return {
    parameters: { PolicyArn: policyArn },
    run({ PolicyArn }: { readonly PolicyArn: string }) {
      const policy = identities.policy(PolicyArn);
      if (identities.attachmentCount(PolicyArn) > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      if (policy.versions.length > 1) {
        throw deleteConflict(
          'This policy has more than one version. Before you delete a policy, you must delete the policy’s versions.',
        );
      }
      identities.deletePolicy(PolicyArn);
    },
  };
}

function describePolicy(identities: Identities, policy: ManagedPolicy) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: identities.attachmentCount(policy.arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(policy.description !== undefined && { Description: policy.description }),
    CreateDate: new Date(policy.createdAtMs),
    UpdateDate: new Date(policy.updatedAtMs),
    Tags: policy.tags,
  };
}
