/** Answers of the gateway itself: `{"message":"…"}`. */
import type { HttpResponse } from '../../../engine/service.ts';

export function ownResponse(statusCode: number, message: string): HttpResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}
