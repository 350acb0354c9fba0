/** Policy documents are kept word for word; here only their form is checked. */
import { malformedPolicy } from './errors.ts';

/** Throws unless `document` is JSON with statements that each allow or deny something. Returns it as it was. */
export function checkPolicyDocument(document: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw malformedPolicy('Syntax errors in policy.');
  }
  const { Statement } = (parsed ?? {}) as { Statement?: unknown };
  if (Statement === undefined) throw malformedPolicy('Missing required field Statement');
  for (const statement of Array.isArray(Statement) ? Statement : [Statement]) {
    const { Effect, Action, NotAction } = (statement ?? {}) as Record<string, unknown>;
    if (Effect !== 'Allow' && Effect !== 'Deny') throw malformedPolicy('Missing required field Effect');
    if (Action === undefined && NotAction === undefined) throw malformedPolicy('Missing required field Action');
  }
  return document;
}

/** IAM answers documents percent-encoded (RFC 3986). https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
