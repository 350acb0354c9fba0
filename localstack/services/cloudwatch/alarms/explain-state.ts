/** Why an alarm is in its state, in CloudWatch's sentences as far as they are known. */
import { periodMsOf } from './alarm-data.ts';
import type { AlarmPoint } from './alarm-data.ts';
import { alarmTime } from './alarm-message.ts';
import type { AlarmSettings, AlarmState, AlarmStateValue } from './alarm.ts';
import { comparisonOf } from './judge.ts';

const comparisonTexts: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

interface RealPoint {
  readonly atMs: number;
  readonly value: number;
}

/** The reason and its data for the value that `points`, up to `endMs`, have come to. */
export function explainState(
  settings: AlarmSettings,
  value: AlarmStateValue,
  points: readonly AlarmPoint[],
  endMs: number,
): Pick<AlarmState, 'reason' | 'reasonData'> {
  const real = points.flatMap(({ atMs, value: each }) => (each === undefined ? [] : [{ atMs, value: each }]));
  const last = real.slice(-settings.EvaluationPeriods);
  const reasonData = JSON.stringify({
    version: '1.0',
    queryDate: alarmTime(endMs),
    ...(settings.Statistic !== undefined && { statistic: settings.Statistic }),
    period: periodMsOf(settings) / 1000,
    recentDatapoints: last.map((point) => point.value),
    threshold: settings.Threshold,
    evaluatedDatapoints: last.toReversed().map((point) => ({ timestamp: alarmTime(point.atMs), value: point.value })),
  });
  return {
    reason: last.length === 0 ? explainMissing(settings, value) : explainReal(settings, value, last),
    reasonData,
  };
}

function explainMissing({ EvaluationPeriods: count }: AlarmSettings, value: AlarmStateValue): string {
  const verb = count === 1 ? 'was' : 'were';
  const plural = count === 1 ? '' : 's';
  if (value === 'INSUFFICIENT_DATA') return `Insufficient Data: ${count} datapoint${plural} ${verb} unknown.`;
  const treated = value === 'ALARM' ? 'Breaching' : 'NonBreaching';
  return (
    `Threshold Crossed: no datapoints were received for ${count} period${plural} and ` +
    `${count} missing datapoint${plural} ${verb} treated as [${treated}].`
  );
}

function explainReal(settings: AlarmSettings, value: AlarmStateValue, last: readonly RealPoint[]): string {
  const { EvaluationPeriods: periods, Threshold: threshold = 0, ComparisonOperator: operator } = settings;
  const toAlarm = settings.DatapointsToAlarm ?? periods;
  const isAlarm = value === 'ALARM';
  const compare = comparisonOf(operator);
  const telling = last.filter((point) => compare(point.value, threshold) === isAlarm).toReversed();
  const shown = telling.map((point) => `${decimal(point.value)} (${shortTime(point.atMs)})`).join(', ');
  const needed = isAlarm ? toAlarm : periods - toAlarm + 1;
  return (
    `Threshold Crossed: ${telling.length} out of the last ${periods} datapoints [${shown}] ` +
    `${telling.length === 1 ? 'was' : 'were'} ${isAlarm ? '' : 'not '}${comparisonTexts[operator] ?? operator} ` +
    `the threshold (${decimal(threshold)}) (minimum ${needed} datapoint${needed === 1 ? '' : 's'} for ` +
    `${isAlarm ? 'OK -> ALARM' : 'ALARM -> OK'} transition).`
  );
}

function decimal(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `20/11/26 12:00:00` */
function shortTime(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`;
}
