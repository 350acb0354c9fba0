/** The temporary credentials that a function's process signs its calls with. */
import { roleSession } from '../../engine/authorization/principal.ts';
import { sessionCredentials } from '../../engine/authorization/session-credentials.ts';
import type { Credentials } from '../../engine/authorization/session-credentials.ts';

export type RoleCredentials = Credentials;

/** Credentials for a role's session, which is named as the function; the same each time. */
export function roleCredentials(roleArn: string, sessionName: string): RoleCredentials {
  return sessionCredentials(roleSession(roleArn, sessionName));
}
