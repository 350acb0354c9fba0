/** Sequence numbers of stream records: decimal numbers of 21 digits that count the changes of all tables. */
import type { StartPosition } from '../../../engine/doors.ts';

/** AWS's have 21 to 40 digits and no leading zero. */
const base = 100_000_000_000_000_000_000n;

export function sequenceNumberOf(ordinal: number): string {
  return String(base + BigInt(ordinal));
}

/** The ordinal in a sequence number; undefined when it was not made here. */
export function ordinalIn(sequenceNumber: string): number | undefined {
  if (!/^\d{21,40}$/u.test(sequenceNumber)) return undefined;
  const ordinal = Number(BigInt(sequenceNumber) - base);
  return Number.isSafeInteger(ordinal) && ordinal >= 0 ? ordinal : undefined;
}

export function after(ordinal: number): StartPosition {
  return { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: sequenceNumberOf(ordinal) };
}
