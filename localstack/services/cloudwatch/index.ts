/** Amazon CloudWatch: metrics, metric math, alarms and dashboards. */
import type { Engine, Service } from '../../engine/service.ts';
import type { ActionDoors } from './alarms/alarm-actions.ts';
import { queryErrorCodes } from './errors.ts';
import type { MetricStore } from './metrics/metric-store.ts';
import { deleteAlarms, describeAlarmHistory, setAlarmActions, setAlarmState } from './operations/alarm-operations.ts';
import { deleteDashboards, getDashboard, listDashboards, putDashboard } from './operations/dashboards.ts';
import { describeAlarms, describeAlarmsForMetric } from './operations/describe-alarms.ts';
import { getMetricData } from './operations/get-metric-data.ts';
import { getMetricStatistics } from './operations/get-metric-statistics.ts';
import { listMetrics } from './operations/list-metrics.ts';
import { putMetricAlarm } from './operations/put-metric-alarm.ts';
import { putMetricData } from './operations/put-metric-data.ts';
import { alarmResource } from './resources/alarm-resource.ts';
import { dashboardResource } from './resources/dashboard-resource.ts';
import { openCloudwatchState } from './state.ts';
import { tagOperations } from './tags.ts';

/** `metrics` is what `openMetrics` gave; the services that write into it were made with it. */
export function createCloudwatch(engine: Engine, metrics: MetricStore, doors: ActionDoors = {}): Service {
  const state = openCloudwatchState(engine, metrics, doors);
  return {
    name: 'cloudwatch',
    protocol: {
      kind: 'json',
      version: '1.0',
      targetPrefix: 'GraniteServiceVersion20100801',
      isQueryCompatible: true,
      queryErrorCodes,
    },
    operations: {
      DeleteAlarms: deleteAlarms(state),
      DeleteDashboards: deleteDashboards(state),
      DescribeAlarmHistory: describeAlarmHistory(state),
      DescribeAlarms: describeAlarms(state),
      DescribeAlarmsForMetric: describeAlarmsForMetric(state),
      DisableAlarmActions: setAlarmActions(state, false),
      EnableAlarmActions: setAlarmActions(state, true),
      GetDashboard: getDashboard(state),
      GetMetricData: getMetricData(state),
      GetMetricStatistics: getMetricStatistics(state),
      ListDashboards: listDashboards(state),
      ListMetrics: listMetrics(state),
      PutDashboard: putDashboard(state),
      PutMetricAlarm: putMetricAlarm(state),
      PutMetricData: putMetricData(state),
      SetAlarmState: setAlarmState(state),
      ...tagOperations(state),
    },
    resources: { 'AWS::CloudWatch::Alarm': alarmResource, 'AWS::CloudWatch::Dashboard': dashboardResource },
    start: () => state.watch.start(),
    stop: () => {
      state.watch.stop();
      metrics.stop();
    },
  };
}
