/** `AWS::Events::Rule`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html */
import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, ResourceScope, ResourceType } from '../../engine/service.ts';
import type { Target } from './rules.ts';

export const ruleResource: ResourceType = {
  properties: [
    'Description',
    'EventBusName',
    'EventPattern',
    'Name',
    'RoleArn',
    'ScheduleExpression',
    'State',
    'Tags',
    'Targets',
  ],

  async create(properties, scope) {
    const name = (properties['Name'] as string | undefined) ?? scope.generateName(64);
    return await put(name, properties, {}, scope);
  },

  async update(physicalId, properties, previous, scope) {
    for (const each of ['Name', 'EventBusName']) if (properties[each] !== previous[each]) return 'replace';
    return await put(physicalId, properties, previous, scope);
  },

  async delete(physicalId, properties, scope) {
    const Ids = targetsOf(properties).map(({ Id }) => Id);
    try {
      if (Ids.length > 0) await scope.call('events', 'RemoveTargets', { Rule: physicalId, Ids });
      await scope.call('events', 'DeleteRule', { Name: physicalId });
    } catch (fault) {
      if (!(fault instanceof AwsError && fault.code === 'ResourceNotFoundException')) throw fault;
    }
  },
};

async function put(Name: string, properties: Properties, previous: Properties, { call }: ResourceScope) {
  const { Targets: _targets, Name: _name, EventPattern, ...others } = properties;
  const pattern = EventPattern === undefined ? {} : { EventPattern: JSON.stringify(EventPattern) };
  const { RuleArn } = await call('events', 'PutRule', { ...others, ...pattern, Name });
  const Targets = targetsOf(properties).map(withNumbers);
  if (Targets.length > 0) await call('events', 'PutTargets', { Rule: Name, Targets });
  const gone = targetsOf(previous).filter(({ Id }) => !Targets.some((target) => target.Id === Id));
  if (gone.length > 0) await call('events', 'RemoveTargets', { Rule: Name, Ids: gone.map(({ Id }) => Id) });
  return { physicalId: Name, attributes: { Arn: RuleArn } };
}

function targetsOf({ Targets = [] }: Properties): Target[] {
  return Targets as Target[];
}

/** A template may write numbers as text. */
function withNumbers(target: Target): Target {
  if (!target.RetryPolicy) return target;
  const numbers = Object.entries(target.RetryPolicy).map(([name, value]) => [name, Number(value)] as const);
  return { ...target, RetryPolicy: Object.fromEntries(numbers) };
}
