import { invalidArgument } from './errors.ts';

/** Where a list goes on, as a client carries it: opaque, and safe in a URL. */
export function writeToken(after: string): string {
  return Buffer.from(JSON.stringify({ after })).toString('base64url');
}

/** Throws InvalidArgument for what `writeToken` has not written. */
export function readToken(token: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as { after?: unknown };
    if (typeof after === 'string') return after;
  } catch {
    // Not ours: refused below like any other text.
  }
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token');
}
