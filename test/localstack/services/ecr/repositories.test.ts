import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { CallService, ResourceScope, ResourceType } from '../../../../localstack/engine/service.ts';
import { temporaryState, type State } from '../../../../localstack/engine/state.ts';
import { createEcr } from '../../../../localstack/services/ecr/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

let state: State;
let call: CallService;
let type: ResourceType;
beforeEach(() => {
  state = temporaryState();
  const ecr = createEcr(testEngine(state));
  call = inProcess([ecr]).call;
  type = ecr.resources?.['AWS::ECR::Repository'] as ResourceType;
});
afterEach(() => state.close());

const repositoryName = 'images';
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [],
  Id: 'a policy of no fewer than a hundred characters, for ECR wants as many',
});
const scope = { generateName: () => 'Stack-Images-abc' } as unknown as ResourceScope;

test('a repository is made, described and deleted', async () => {
  await call('ecr', 'CreateRepository', { repositoryName, imageTagMutability: 'IMMUTABLE' });

  expect(await call('ecr', 'DescribeRepositories', { repositoryNames: [repositoryName] })).toMatchObject({
    repositories: [
      {
        repositoryArn: 'arn:aws:ecr:us-east-1:000000000000:repository/images',
        repositoryUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/images',
        imageTagMutability: 'IMMUTABLE',
      },
    ],
  });
  await expect(call('ecr', 'CreateRepository', { repositoryName })).rejects.toMatchObject({
    code: 'RepositoryAlreadyExistsException',
  });

  await call('ecr', 'DeleteRepository', { repositoryName });
  expect(await call('ecr', 'DescribeRepositories', {})).toEqual({ repositories: [] });
  await expect(call('ecr', 'DeleteRepository', { repositoryName })).rejects.toThrow(
    "The repository with name 'images' does not exist in the registry with id '000000000000'",
  );
});

test('policies are kept, and one that is not JSON is refused', async () => {
  await call('ecr', 'CreateRepository', { repositoryName });
  await expect(call('ecr', 'GetRepositoryPolicy', { repositoryName })).rejects.toMatchObject({
    code: 'RepositoryPolicyNotFoundException',
  });
  await expect(call('ecr', 'GetLifecyclePolicy', { repositoryName })).rejects.toMatchObject({
    code: 'LifecyclePolicyNotFoundException',
  });

  await call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText: policy });
  await call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: policy });

  expect(await call('ecr', 'GetRepositoryPolicy', { repositoryName })).toMatchObject({ policyText: policy });
  expect(await call('ecr', 'GetLifecyclePolicy', { repositoryName })).toMatchObject({ lifecyclePolicyText: policy });
  await expect(call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText: '{' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  });
});

test('CloudFormation makes one, changes it in place, back to defaults too, and replaces it for a new name', async () => {
  const made = await type.create({ ImageTagMutability: 'IMMUTABLE', RepositoryPolicyText: { Statement: [] } }, scope);
  expect(made).toEqual({
    physicalId: 'stack-images-abc',
    attributes: {
      Arn: 'arn:aws:ecr:us-east-1:000000000000:repository/stack-images-abc',
      RepositoryUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/stack-images-abc',
    },
  });

  await type.update(made.physicalId, {}, { ImageTagMutability: 'IMMUTABLE' }, scope);
  const described = await call('ecr', 'DescribeRepositories', {});
  expect(described).toMatchObject({ repositories: [{ imageTagMutability: 'MUTABLE' }] });
  await expect(call('ecr', 'GetRepositoryPolicy', { repositoryName: made.physicalId })).rejects.toThrow(
    'Repository policy does not exist',
  );
  expect(await type.update(made.physicalId, { RepositoryName: 'other' }, {}, scope)).toBe('replace');

  await type.delete(made.physicalId, {}, scope);
  await type.delete(made.physicalId, {}, scope);
  expect(await call('ecr', 'DescribeRepositories', {})).toEqual({ repositories: [] });
});
