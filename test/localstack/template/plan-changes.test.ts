import { expect, test } from '@jest/globals';

import { knownAfterApply, planChanges } from '../../../localstack/template/plan-changes.ts';
import type { ResourceRecord, StackGoal, StackRecord } from '../../../localstack/template/stack-record.ts';
import { templateScope } from '../../../localstack/template/template-scope.ts';
import type { TemplateResource } from '../../../localstack/template/template.ts';

type Resources = Readonly<Record<string, TemplateResource>>;

/** A stack as its template says, each resource with its logical id as its physical one. */
function stackOf(Resources: Resources, made: Readonly<Record<string, object>>, parameters = {}): StackRecord {
  const resources = Object.entries(Resources).map(([logicalId, { Type }]): [string, ResourceRecord] => [
    logicalId,
    {
      logicalId,
      type: Type,
      physicalId: logicalId.toLowerCase(),
      attributes: { Arn: `arn:${logicalId.toLowerCase()}` },
      properties: (made[logicalId] ?? {}) as Record<string, unknown>,
      status: 'CREATE_COMPLETE',
      updatedAtMs: 0,
      isRetained: false,
      generation: 0,
    },
  ]);
  return {
    stackName: 'S',
    stackId: 'arn:s',
    status: 'CREATE_COMPLETE',
    createdAtMs: 0,
    updatedAtMs: 0,
    template: { Resources },
    parameters,
    resources: Object.fromEntries(resources),
    outputs: [],
    imports: [],
  };
}

function plan(stack: StackRecord, Resources: Resources, parameters = {}) {
  const goal: StackGoal = { template: { Resources }, parameters };
  const scope = templateScope(goal.template, {
    stackName: 'S',
    stackId: 'arn:s',
    accountId: '0',
    region: 'r',
    urlSuffix: 'localhost',
    parameters,
    resource: (logicalId) => stack.resources[logicalId],
    exportValue: () => undefined,
    onImport: () => undefined,
  });
  return planChanges(stack, goal, scope);
}

const queue = (Properties: object, more: Partial<TemplateResource> = {}): TemplateResource => ({
  Type: 'AWS::SQS::Queue',
  Properties: { ...Properties },
  ...more,
});

test('a property that the reference says is replaced makes a replacement, any other one does not', () => {
  const before = { A: queue({ QueueName: 'a' }), B: queue({ DelaySeconds: 1 }) };
  const stack = stackOf(before, { A: { QueueName: 'a' }, B: { DelaySeconds: 1 } });

  const changes = plan(stack, { A: queue({ QueueName: 'b' }), B: queue({ DelaySeconds: 2 }) });

  expect(changes).toMatchObject([
    { LogicalResourceId: 'A', Replacement: 'True', PolicyAction: 'ReplaceAndDelete' },
    { LogicalResourceId: 'B', Replacement: 'False' },
  ]);
});

test('what refers to a replaced resource will only be known after it is made', () => {
  const friend = { A: queue({ QueueName: 'a' }), B: queue({ KmsMasterKeyId: { 'Fn::GetAtt': ['A', 'Arn'] } }) };
  const stack = stackOf(friend, { A: { QueueName: 'a' }, B: { KmsMasterKeyId: 'arn:a' } });

  const changes = plan(stack, { ...friend, A: queue({ QueueName: 'z' }, { UpdateReplacePolicy: 'Retain' }) });

  expect(changes).toMatchObject([
    { LogicalResourceId: 'A', PolicyAction: 'ReplaceAndRetain' },
    {
      LogicalResourceId: 'B',
      Details: [
        {
          Target: { Name: 'KmsMasterKeyId', BeforeValue: 'arn:a', AfterValue: knownAfterApply },
          Evaluation: 'Dynamic',
          ChangeSource: 'ResourceReference',
          CausingEntity: 'A',
        },
      ],
    },
  ]);
});

test('a part of what is not known yet is not known yet either', () => {
  const part = { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'New' }] }] };
  const [, change] = plan(stackOf({}, {}), { New: queue({}), A: queue({ QueueName: part }) });
  expect(change?.AfterContext).toBe(JSON.stringify({ Properties: { QueueName: knownAfterApply } }));
});

test('a changed parameter is named as the cause', () => {
  const Resources = { A: queue({ DelaySeconds: { Ref: 'Delay' } }) };
  const stack = stackOf(Resources, { A: { DelaySeconds: '1' } }, { Delay: '1' });

  const [change] = plan(stack, Resources, { Delay: '2' });

  expect(change?.Details).toMatchObject([{ ChangeSource: 'ParameterReference', CausingEntity: 'Delay' }]);
});

test('metadata and policies are changes that touch no property', () => {
  const stack = stackOf({ A: queue({}) }, {});
  const [change] = plan(stack, { A: queue({}, { Metadata: { path: 'x' }, DeletionPolicy: 'Retain' }) });
  expect(change).toMatchObject({ Replacement: 'False', Scope: ['Metadata', 'DeletionPolicy'] });
});

test('another type under the same logical id is a replacement', () => {
  const [change] = plan(stackOf({ A: queue({}) }, {}), { A: { Type: 'AWS::S3::Bucket' } });
  expect(change).toMatchObject({ Action: 'Modify', Replacement: 'True', ResourceType: 'AWS::S3::Bucket' });
});

test('nothing new is no change', () => {
  expect(
    plan(stackOf({ A: queue({ DelaySeconds: 1 }) }, { A: { DelaySeconds: 1 } }), { A: queue({ DelaySeconds: 1 }) }),
  ).toEqual([]);
});
