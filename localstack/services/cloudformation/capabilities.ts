/** What a template must be acknowledged for. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html#using-iam-capabilities */
import type { Template } from '../../template/template.ts';
import { insufficientCapabilities } from './errors.ts';

const iamTypes = new Set(
  ['AccessKey', 'Group', 'InstanceProfile', 'ManagedPolicy', 'Policy', 'Role', 'User', 'UserToGroupAddition'].map(
    (name) => `AWS::IAM::${name}`,
  ),
);
const nameProperties = ['GroupName', 'InstanceProfileName', 'ManagedPolicyName', 'RoleName', 'UserName'];

export interface NeededCapabilities {
  readonly capability?: 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM';
  /** The resource types that need it. */
  readonly types: readonly string[];
}

export function neededCapabilities({ Resources }: Template): NeededCapabilities {
  const needy = Object.values(Resources).filter(({ Type }) => iamTypes.has(Type));
  if (needy.length === 0) return { types: [] };
  const isNamed = needy.some(({ Properties = {} }) => nameProperties.some((name) => name in Properties));
  return {
    capability: isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM',
    types: [...new Set(needy.map(({ Type }) => Type))],
  };
}

/** Throws when the caller has not acknowledged what the template makes. A named capability includes the plain one. */
export function checkCapabilities(template: Template, given: readonly string[]): void {
  const { capability } = neededCapabilities(template);
  if (capability === undefined || given.includes(capability) || given.includes('CAPABILITY_NAMED_IAM')) return;
  throw insufficientCapabilities([capability]);
}
