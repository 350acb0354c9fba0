/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
import { list, regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { ActionTable, Input, Place, ResourcesOf } from '../action-table.ts';

const alarm: ResourcesOf = (input, place) => [regionalArn('cloudwatch', `alarm:${text(input, 'AlarmName')}`, place)];
const alarms: ResourcesOf = (input, place) =>
  list(input, 'AlarmNames').map((name) => regionalArn('cloudwatch', `alarm:${String(name)}`, place));
const everyAlarm: ResourcesOf = (_input, place) => [regionalArn('cloudwatch', 'alarm:*', place)];

/** Dashboards belong to no region. */
function dashboardArn(name: string, { accountId }: Place): string {
  return `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;
}

const dashboard: ResourcesOf = (input, place) => [dashboardArn(text(input, 'DashboardName'), place)];
const dashboards: ResourcesOf = (input, place) =>
  list(input, 'DashboardNames').map((name) => dashboardArn(String(name), place));
const tagged: ResourcesOf = (input) => [text(input, 'ResourceARN')];

export const cloudwatch: ActionTable = {
  prefix: 'cloudwatch',
  rows: {
    PutMetricData: { conditions: (input: Input) => ({ 'cloudwatch:namespace': [text(input, 'Namespace')] }) },
    ...rowsOf('GetMetricData GetMetricStatistics ListMetrics ListDashboards DescribeAlarmsForMetric', {}),
    PutMetricAlarm: { on: alarm, conditions: tagConditions },
    SetAlarmState: { on: alarm },
    ...rowsOf('DeleteAlarms EnableAlarmActions DisableAlarmActions', { on: alarms }),
    ...rowsOf('DescribeAlarms DescribeAlarmHistory', { on: everyAlarm }),
    ...rowsOf('GetDashboard PutDashboard', { on: dashboard }),
    DeleteDashboards: { on: dashboards },
    TagResource: { on: tagged, conditions: tagConditions },
    ...rowsOf('UntagResource ListTagsForResource', { on: tagged }),
  },
};
