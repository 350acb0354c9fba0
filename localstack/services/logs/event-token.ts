/** Places in a log as text: 56 digits, as AWS's tokens and event ids have. */
import { invalidParameter } from './errors.ts';
import type { Position } from './event-store.ts';

const digits = { timestamp: 20, sequence: 36 };

export function positionText({ timestampMs, sequence }: Position): string {
  return String(timestampMs).padStart(digits.timestamp, '0') + String(sequence).padStart(digits.sequence, '0');
}

export function parsePosition(text: string): Position {
  if (!/^\d{56}$/u.test(text)) throw invalidParameter('The specified nextToken is invalid.');
  return { timestampMs: Number(text.slice(0, digits.timestamp)), sequence: Number(text.slice(digits.timestamp)) };
}
