/** CloudFormation, as far as reading goes: stacks, resources, outputs and exports that the deployer has made. */
import type { Service } from '../../engine/service.ts';
import type { Deployer } from '../../template/deployer.ts';
import { describeStackResources } from './describe-stack-resources.ts';
import { describeStacks } from './describe-stacks.ts';
import { getTemplate } from './get-template.ts';
import { listExports } from './list-exports.ts';
import { listStackResources } from './list-stack-resources.ts';
import { listStacks } from './list-stacks.ts';

export function createCloudformation(deployer: Deployer): Service {
  return {
    name: 'cloudformation',
    protocol: {
      kind: 'query',
      apiVersion: '2010-05-15',
      xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    },
    operations: {
      DescribeStackResources: describeStackResources(deployer),
      DescribeStacks: describeStacks(deployer),
      GetTemplate: getTemplate(deployer),
      ListExports: listExports(deployer),
      ListStackResources: listStackResources(deployer),
      ListStacks: listStacks(deployer),
    },
    resources: {
      // What the CDK adds to count its constructs; nothing is made for it.
      'AWS::CDK::Metadata': {
        properties: ['Analytics'],
        create: async (_, { generateName }) => ({ physicalId: generateName(64), attributes: {} }),
        update: async (physicalId) => ({ physicalId, attributes: {} }),
        delete: async () => undefined,
      },
    },
  };
}
