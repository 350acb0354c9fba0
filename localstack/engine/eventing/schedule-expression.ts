/**
 * Schedule expressions: `rate(5 minutes)`, `cron(0 12 * * ? *)` and, for EventBridge Scheduler, `at(2026-11-20T12:00:00)`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
import { Cron } from 'croner';

export interface Schedule {
  readonly kind: 'rate' | 'cron' | 'at';
  /** The first tick later than `afterMs`; undefined when there is none. `anchorMs` is where a rate begins to count. */
  next(afterMs: number, anchorMs: number): number | undefined;
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Undefined when `expression` is none, or `timeZone` is unknown. Times without a zone are in `timeZone`. */
export function parseScheduleExpression(expression: string, timeZone = 'UTC'): Schedule | undefined {
  const groups = /^(?<kind>rate|cron|at)\((?<body>[^()]*)\)$/u.exec(expression.trim())?.groups;
  const body = groups?.['body']?.trim() ?? '';
  switch (groups?.['kind']) {
    case 'rate':
      return parseRate(body);
    case 'cron':
      return parseCron(body, timeZone);
    case 'at':
      return parseAt(body, timeZone);
    default:
      return undefined;
  }
}

/** A unit is singular for 1 and plural for all else, as AWS insists. */
function parseRate(body: string): Schedule | undefined {
  const groups = /^(?<count>[1-9]\d*) (?<unit>minute|hour|day)(?<plural>s?)$/u.exec(body)?.groups;
  if (!groups) return undefined;
  const count = Number(groups['count']);
  if ((count === 1) !== (groups['plural'] === '')) return undefined;
  const periodMs = count * (unitMs[groups['unit'] ?? ''] ?? Number.NaN);
  return {
    kind: 'rate',
    next: (afterMs, anchorMs) => anchorMs + Math.max(1, Math.floor((afterMs - anchorMs) / periodMs) + 1) * periodMs,
  };
}

/** Minutes, hours, day of month, month, day of week (1 is Sunday), year; one of the two days is `?`. */
function parseCron(body: string, timeZone: string): Schedule | undefined {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year, ...more] = body.split(/\s+/u);
  if (year === undefined || more.length > 0 || (dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const any = (field: string | undefined) => (field === '?' ? '*' : field);
  const weekday = dayOfWeek === 'L' ? '7' : any(dayOfWeek);
  try {
    const cron = new Cron(`0 ${minute} ${hour} ${any(dayOfMonth)} ${month} ${weekday} ${year}`, {
      mode: '7-part',
      timezone: timeZone,
      // Quartz's ways, which are AWS's: Sunday is 1, and `0/15` is every fifteen from 0.
      alternativeWeekdays: true,
      sloppyRanges: true,
    });
    const next = (afterMs: number): number | undefined => cron.nextRun(new Date(afterMs))?.getTime();
    next(0); // An unknown time zone shows only here.
    return { kind: 'cron', next };
  } catch {
    return undefined;
  }
}

function parseAt(body: string, timeZone: string): Schedule | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u.test(body)) return undefined;
  try {
    const atMs = new Cron(body, { timezone: timeZone }).nextRun(new Date(0))?.getTime();
    if (atMs === undefined) return undefined;
    return { kind: 'at', next: (afterMs) => (atMs > afterMs ? atMs : undefined) };
  } catch {
    return undefined;
  }
}
