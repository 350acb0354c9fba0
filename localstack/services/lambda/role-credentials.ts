/** The temporary credentials that a function's process signs its calls with. */
import { createHash } from 'node:crypto';

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Credentials for a role, the same each time: the session token carries the role and the session (the function's name),
 * so that whoever checks a signature can tell whose it is without asking Lambda.
 */
export function roleCredentials(roleArn: string, sessionName: string): RoleCredentials {
  const digest = (purpose: string): Buffer => createHash('sha256').update(`${purpose}\0${roleArn}`).digest();
  const letters = [...digest('access key')].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]);
  return {
    accessKeyId: `ASIA${letters.slice(0, 16).join('')}`,
    secretAccessKey: digest('secret').toString('base64').slice(0, 40),
    sessionToken: Buffer.from(JSON.stringify({ roleArn, sessionName })).toString('base64'),
  };
}
