const dayMs = 24 * 60 * 60 * 1000;

/** The calendar day, `YYYY-MM-DD`, that a zone's wall calendar shows at an instant. */
export function localDay(instantMs: number, zone: string): string {
  return new Date(instantMs + offsetMs(instantMs, zone)).toISOString().slice(0, 10);
}

/** The instant at which a calendar day begins in a zone. */
export function localMidnightMs(day: string, zone: string): number {
  const asUtcMs = Date.parse(`${day}T00:00:00.000Z`);
  // The offset belongs to the instant, which the offset gives: a second look settles days on which clocks change.
  const guessMs = asUtcMs - offsetMs(asUtcMs, zone);
  return asUtcMs - offsetMs(guessMs, zone);
}

/** The calendar day after `day`. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + dayMs).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's wall clock is ahead of UTC, in whole minutes given as milliseconds. */
function offsetMs(instantMs: number, zone: string): number {
  const shown = formatFor(zone)
    .formatToParts(instantMs)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(shown ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  return format;
}
