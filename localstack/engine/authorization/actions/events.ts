/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
import { list, regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { ActionTable, Input, Place, ResourcesOf } from '../action-table.ts';

/** Rules of the default bus do not name it. */
function ruleArn(name: string, bus: string, place: Place): string {
  const busName = bus.slice(bus.lastIndexOf('/') + 1);
  return regionalArn('events', `rule/${busName === '' || busName === 'default' ? '' : `${busName}/`}${name}`, place);
}

function busArn(name: string, place: Place): string {
  return name.startsWith('arn:') ? name : regionalArn('events', `event-bus/${name === '' ? 'default' : name}`, place);
}

const rule: ResourcesOf = (input, place) => [ruleArn(text(input, 'Name'), text(input, 'EventBusName'), place)];
const targetsRule: ResourcesOf = (input, place) => [ruleArn(text(input, 'Rule'), text(input, 'EventBusName'), place)];
const bus: ResourcesOf = (input, place) => [busArn(text(input, 'Name'), place)];
const tagged: ResourcesOf = (input) => [text(input, 'ResourceARN')];
const buses: ResourcesOf = (input, place) => [
  ...new Set(list(input, 'Entries').map((entry) => busArn(text(entry as Input, 'EventBusName'), place))),
];

export const events: ActionTable = {
  prefix: 'events',
  rows: {
    PutEvents: {
      on: buses,
      conditions: (input) => ({
        'events:source': list(input, 'Entries').map((entry) => text(entry as Input, 'Source')),
        'events:detail-type': list(input, 'Entries').map((entry) => text(entry as Input, 'DetailType')),
      }),
    },
    PutRule: { on: rule, conditions: tagConditions },
    ...rowsOf('DeleteRule DescribeRule DisableRule EnableRule', { on: rule }),
    PutTargets: {
      on: targetsRule,
      conditions: (input) => ({
        'events:targetarn': list(input, 'Targets').map((target) => text(target as Input, 'Arn')),
      }),
    },
    ...rowsOf('ListTargetsByRule RemoveTargets', { on: targetsRule }),
    ...rowsOf('CreateEventBus DeleteEventBus DescribeEventBus', { on: bus }),
    TagResource: { on: tagged, conditions: tagConditions },
    ...rowsOf('UntagResource ListTagsForResource', { on: tagged }),
    ...rowsOf('ListEventBuses ListRuleNamesByTarget ListRules TestEventPattern', {}),
  },
};
