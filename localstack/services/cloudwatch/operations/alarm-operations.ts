/** The small operations on alarms that are there already. */
import type { Operation } from '../../../engine/service.ts';
import type { HistoryItem } from '../alarms/alarm-store.ts';
import { alarmStates } from '../alarms/alarm.ts';
import type { AlarmStateValue } from '../alarms/alarm.ts';
import { invalidValue, resourceNotFound } from '../errors.ts';
import { timeMs } from '../metrics/metric-input.ts';
import { pageOf } from '../page.ts';
import type { CloudwatchState } from '../state.ts';
import { alarmName } from './put-metric-alarm.ts';

interface Names {
  readonly AlarmNames: readonly string[];
}

const alarmNames = {
  AlarmNames: { type: 'list', required: true, lengthMax: 100, member: { type: 'string' } },
} as const;

/** Deletes all or, when one of them is not there, none. */
export function deleteAlarms({ alarms }: CloudwatchState): Operation {
  return {
    parameters: alarmNames,
    run({ AlarmNames }: Names) {
      const unknown = AlarmNames.find((name) => !alarms.find(name));
      if (unknown !== undefined) throw resourceNotFound(`Alarm ${unknown}`);
      for (const name of AlarmNames) {
        alarms.delete(name);
        alarms.record(name, 'ConfigurationUpdate', `Alarm "${name}" deleted`, { version: '1.0', type: 'Delete' });
      }
    },
  };
}

/** Enables or disables actions. Names that are not there are passed over, as AWS does. */
export function setAlarmActions({ alarms }: CloudwatchState, isEnabled: boolean): Operation {
  return {
    parameters: alarmNames,
    run({ AlarmNames }: Names) {
      for (const alarm of AlarmNames.flatMap((name) => alarms.find(name) ?? [])) {
        alarms.put({ ...alarm, settings: { ...alarm.settings, ActionsEnabled: isEnabled } });
      }
    },
  };
}

interface SetAlarmState {
  readonly AlarmName: string;
  readonly StateValue: AlarmStateValue;
  readonly StateReason: string;
  readonly StateReasonData?: string;
}

/** Until the next evaluation comes to something else. */
export function setAlarmState({ alarms, watch }: CloudwatchState): Operation {
  return {
    parameters: {
      AlarmName: alarmName,
      StateValue: { type: 'string', required: true, enum: alarmStates },
      StateReason: { type: 'string', required: true, lengthMax: 1023 },
      StateReasonData: { type: 'string', lengthMax: 4000 },
    },
    async run({ AlarmName, StateValue: value, StateReason: reason, StateReasonData: reasonData }: SetAlarmState) {
      if (reasonData !== undefined) checkJson(reasonData);
      await watch.setState(alarms.get(AlarmName), { value, reason, ...(reasonData !== undefined && { reasonData }) });
    },
  };
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw invalidValue(`StateReasonData was not valid JSON: '${text}'`);
  }
}

interface DescribeAlarmHistory {
  readonly AlarmName?: string;
  readonly HistoryItemType?: string;
  readonly StartDate?: number | string;
  readonly EndDate?: number | string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
  readonly ScanBy?: string;
}

/** What happened to alarms, deleted ones too; the newest first unless asked otherwise. */
export function describeAlarmHistory({ alarms }: CloudwatchState): Operation {
  return {
    parameters: {
      AlarmName: { type: 'string', lengthMin: 1 },
      AlarmTypes: { type: 'list', member: { type: 'string', enum: ['CompositeAlarm', 'MetricAlarm'] } },
      HistoryItemType: { type: 'string', enum: ['ConfigurationUpdate', 'StateUpdate', 'Action'] },
      StartDate: { type: 'timestamp' },
      EndDate: { type: 'timestamp' },
      MaxRecords: { type: 'integer', valueMin: 1, valueMax: 100 },
      NextToken: { type: 'string' },
      ScanBy: { type: 'string', enum: ['TimestampDescending', 'TimestampAscending'] },
    },
    run(input: DescribeAlarmHistory) {
      const wanted = alarms.history().filter((item) => isWanted(item, input));
      const ordered = input.ScanBy === 'TimestampAscending' ? wanted.toReversed() : wanted;
      const { page, ...next } = pageOf(ordered, input.MaxRecords ?? 100, input.NextToken);
      const AlarmHistoryItems = page.map(({ alarmName: name, atMs, type, summary, data }) => ({
        AlarmName: name,
        AlarmType: 'MetricAlarm',
        Timestamp: atMs / 1000,
        HistoryItemType: type,
        HistorySummary: summary,
        HistoryData: data,
      }));
      return { AlarmHistoryItems, ...next };
    },
  };
}

function isWanted({ alarmName: name, type, atMs }: HistoryItem, input: DescribeAlarmHistory): boolean {
  const { AlarmName, HistoryItemType, StartDate, EndDate } = input;
  if (AlarmName !== undefined && AlarmName !== name) return false;
  if (HistoryItemType !== undefined && HistoryItemType !== type) return false;
  if (StartDate !== undefined && atMs < timeMs(StartDate, 'StartDate')) return false;
  return EndDate === undefined || atMs <= timeMs(EndDate, 'EndDate');
}
