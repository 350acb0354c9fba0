/** A calendar day in UTC, `YYYY-MM-DD`. Days compare correctly as text. */
export type UtcDay = string;

export const dayMs = 24 * 60 * 60 * 1000;

/** The UTC day that an instant falls in. */
export const utcDayOf = (instantMs: number): UtcDay => new Date(instantMs).toISOString().slice(0, 10);

/** The first instant of a day. */
export const startOfUtcDayMs = (day: UtcDay): number => Date.parse(`${day}T00:00:00.000Z`);

/** The instant at which a day is over: the first one of the next day. UTC days have no other length than 24 hours. */
export const endOfUtcDayMs = (day: UtcDay): number => startOfUtcDayMs(day) + dayMs;

/** The day that is `count` days later, or earlier when negative. */
export const addUtcDays = (day: UtcDay, count: number): UtcDay => utcDayOf(startOfUtcDayMs(day) + count * dayMs);
