import { ok, refuse } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { isIsrc, isUserId, providers, schemaVersion, timeQualities } from './listen-event.ts';
import type { ListenEvent } from './listen-event.ts';
import type { Refusal } from './refusal.ts';
import { dayMs } from './utc-day.ts';

/** Long enough for a choir's credits, short enough that a row stays far below DynamoDB's 400 KB. In UTF-16 units. */
const textLengthMax = 2_000;
/** Providers' clocks drift and zones are mistaken for UTC; a listen further ahead than this is a mistake, not drift. */
const aheadMsMax = dayMs;

/** How much of an offending value a refusal quotes. */
const quotedLengthMax = 100;

type Check = (value: unknown) => boolean;

const isText: Check = (value) =>
  typeof value === 'string' && value.length > 0 && value.length <= textLengthMax && value.isWellFormed();
const isOptional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isOneOf =
  (values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const isWholeNumber =
  (min: number, max: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
/** Exactly what `Date.toISOString` writes, so that one instant has one text: it is part of a sort key. */
const isInstant: Check = (value) => {
  if (typeof value !== 'string' || value.length !== 24) return false;
  const timeMs = Date.parse(value);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString() === value;
};

/** What each field must be, in the order in which a refusal looks. */
const checks: readonly (readonly [keyof ListenEvent, string, Check])[] = [
  ['event_id', '64 lower-case hex digits', matches(/^[0-9a-f]{64}$/)],
  ['user_id', 'a user id', (value) => typeof value === 'string' && isUserId(value)],
  ['provider', `one of ${providers.join(', ')}`, isOneOf(providers)],
  ['listened_at', 'an instant such as 2026-11-20T08:15:30.000Z', isInstant],
  ['time_quality', `one of ${timeQualities.join(', ')}`, isOneOf(timeQualities)],
  ['song_id', '24 lower-case hex digits', matches(/^[0-9a-f]{24}$/)],
  ['identity_version', 'a whole number from 1 to 255', isWholeNumber(1, 255)],
  ['title', `text of 1 to ${textLengthMax} characters`, isText],
  ['artist', `text of 1 to ${textLengthMax} characters`, isText],
  ['album', `absent or text of 1 to ${textLengthMax} characters`, isOptional(isText)],
  ['isrc', 'absent or an ISRC', isOptional((value) => typeof value === 'string' && isIsrc(value))],
  ['duration_ms', 'absent or a whole number of at least 1', isOptional(isWholeNumber(1, Number.MAX_SAFE_INTEGER))],
  ['provider_track_id', `absent or text of 1 to ${textLengthMax} characters`, isOptional(isText)],
];

const quote = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, quotedLengthMax);

/**
 * Tells whether a parsed value is a listen event that this code knows how to read.
 * A newer `schema_version` is refused, not guessed. Fields that this version does not know are left out of the event.
 */
export function checkListenEvent(value: unknown): Result<ListenEvent, Refusal> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse({ reason: 'not-an-object', detail: `a listen event must be an object, got ${quote(value)}` });
  const fields = value as Readonly<Record<string, unknown>>;

  const version = fields['schema_version'];
  if (version !== schemaVersion) {
    const detail = `schema_version must be ${schemaVersion}, got ${quote(version)}`;
    return refuse({ reason: Number.isSafeInteger(version) ? 'unknown-version' : 'field-invalid', detail });
  }

  const event: Record<string, unknown> = { schema_version: schemaVersion };
  for (const [name, wanted, check] of checks) {
    const field = fields[name];
    if (!check(field))
      return refuse({ reason: 'field-invalid', detail: `${name} must be ${wanted}, got ${quote(field)}` });
    if (field !== undefined) event[name] = field;
  }
  return ok(event as ListenEvent);
}

/** Refuses a listen of the far future: it would sit in every window until the world has caught up with it. */
export function checkListenedAt(event: ListenEvent, nowMs: number): Result<ListenEvent, Refusal> {
  const aheadMs = Date.parse(event.listened_at) - nowMs;
  if (aheadMs <= aheadMsMax) return ok(event);
  return refuse({
    reason: 'in-the-future',
    detail: `listened_at must be at most ${aheadMsMax} ms ahead, got ${event.listened_at}, ${aheadMs} ms ahead`,
  });
}
