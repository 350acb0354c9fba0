import { isUtf8 } from 'node:buffer';

import { refuse } from '../shared/result.ts';
import type { Result } from '../shared/result.ts';
import { checkListenEvent, checkListenedAt } from './domain/check-listen-event.ts';
import type { ListenEvent } from './domain/listen-event.ts';
import type { Refusal } from './domain/refusal.ts';

/** The bytes of a listen event on the log. */
export const encodeListen = (event: ListenEvent): Uint8Array => Buffer.from(JSON.stringify(event));

/** Reads a record's data as Lambda hands it over, base64 of JSON: the listen, or why it is none. */
export function decodeListen(dataBase64: string, nowMs: number): Result<ListenEvent, Refusal> {
  const bytes = Buffer.from(dataBase64, 'base64');
  // Node skips what is not base64 instead of failing; then the length cannot be right.
  if (Math.ceil(bytes.length / 3) * 4 !== dataBase64.length)
    return refuse({ reason: 'not-base64', detail: `${dataBase64.length} characters decode to ${bytes.length} bytes` });
  if (!isUtf8(bytes)) return refuse({ reason: 'not-utf8', detail: `${bytes.length} bytes are not UTF-8` });

  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    return refuse({ reason: 'not-json', detail: error instanceof Error ? error.message : String(error) });
  }
  const checked = checkListenEvent(value);
  return checked.ok ? checkListenedAt(checked.value, nowMs) : checked;
}
