import { json } from '../http.ts';
import type { Answer } from '../http.ts';

/** The Web API's error body: `{"error": {"status", "message"}}` (developer.spotify.com, Web API, "Regular Error Object"). */
export function apiError(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return json(status, { error: { status, message } }, headers);
}

/** The accounts service's error body: `{"error", "error_description"}` (RFC 6749, 5.2; "Authentication Error Object"). */
export function grantError(error: string, description: string): Answer {
  return json(400, { error, error_description: description });
}

/** 401 with the words of the Web API: clients tell an expired token by them. */
export function unauthorized(
  message: 'No token provided' | 'Invalid access token' | 'The access token expired',
): Answer {
  return apiError(401, message, {
    'www-authenticate': `Bearer realm="spotify", error="invalid_token", error_description="${message}"`,
  });
}

/** A token without the scope that an endpoint asks for. Collectors report 401 with these words, not the documented 403. */
export function permissionsMissing(): Answer {
  return apiError(401, 'Permissions missing');
}
