import { json } from '../http.ts';
import type { Answer } from '../http.ts';

/** ListenBrainz's error body: `{"code", "error"}` (listenbrainz-server, `webserver/errors.py`). */
export function apiError(code: number, error: string): Answer {
  return json(code, { code, error });
}
