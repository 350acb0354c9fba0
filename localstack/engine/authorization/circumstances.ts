/** The values of condition keys. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
import type { ConditionValues, Place } from './action-table.ts';
import type { Principal } from './principal.ts';
import type { Lookup } from './question.ts';
import type { RoleGrants } from './role-source.ts';

/** How a request came. What neighbours inside the cloud ask comes by no network at all. */
export interface Transport {
  readonly isSecure: boolean;
  readonly sourceIp?: string;
  readonly userAgent?: string | undefined;
  readonly referer?: string | undefined;
}

export interface Circumstances {
  readonly principal: Principal;
  readonly role: RoleGrants | undefined;
  readonly place: Place;
  readonly transport: Transport;
  readonly nowMs: number;
  /** What the operation's own table adds; read only when a condition asks for it. */
  readonly ofRequest?: (() => ConditionValues) | undefined;
}

export const insideTheCloud: Transport = { isSecure: true };

/** How an HTTP request came. Functions and tools reach the cloud over loopback, which nobody can listen to: it counts as secure. */
export function transportOf(request: {
  readonly isSecure: boolean;
  readonly sourceIp: string;
  readonly headers: Readonly<Record<string, string>>;
}): Transport {
  const sourceIp = request.sourceIp.replace(/^::ffff:/u, '');
  const isLoopback = sourceIp === '::1' || sourceIp.startsWith('127.');
  const { 'user-agent': userAgent, referer } = request.headers as { 'user-agent'?: string; referer?: string };
  return { isSecure: request.isSecure || isLoopback, sourceIp, userAgent, referer };
}

const principalTag = 'aws:principaltag/';

/** Answers for one key at a time: most questions are decided without a single condition. */
export function lookupOf(circumstances: Circumstances): Lookup {
  let ofRequest: ConditionValues | undefined;
  return (key) => {
    const known = globalKeys[key]?.(circumstances);
    if (known !== undefined) return [known];
    if (key.startsWith(principalTag)) return tagOf(circumstances, key.slice(principalTag.length));
    ofRequest ??= circumstances.ofRequest?.() ?? {};
    return Object.hasOwn(ofRequest, key) ? ofRequest[key] : undefined;
  };
}

type Key = (circumstances: Circumstances) => string | undefined;

const account: Key = ({ place }) => place.accountId;

/** Keys of one value. A key that the request does not have is undefined. */
const globalKeys: Readonly<Record<string, Key>> = {
  'aws:securetransport': ({ transport }) => String(transport.isSecure),
  'aws:sourceip': ({ transport }) => transport.sourceIp,
  'aws:useragent': ({ transport }) => transport.userAgent,
  'aws:referer': ({ transport }) => transport.referer,
  'aws:currenttime': ({ nowMs }) => new Date(nowMs).toISOString(),
  'aws:epochtime': ({ nowMs }) => String(Math.floor(nowMs / 1000)),
  'aws:requestedregion': ({ place }) => place.region,
  'aws:principalarn': ({ principal }) => (principal.kind === 'role' ? principal.roleArn : undefined),
  'aws:principaltype': ({ principal }) => (principal.kind === 'role' ? 'AssumedRole' : undefined),
  'aws:principalaccount': (circumstances) =>
    circumstances.principal.kind === 'role' ? account(circumstances) : undefined,
  'aws:userid': ({ principal, role }) =>
    principal.kind === 'role' && role ? `${role.id}:${principal.sessionName}` : undefined,
  'aws:principalisawsservice': ({ principal }) => String(principal.kind === 'service'),
  'aws:principalservicename': ({ principal }) => (principal.kind === 'service' ? principal.name : undefined),
  'aws:viaawsservice': () => 'false',
  'aws:sourcearn': ({ principal }) => (principal.kind === 'service' ? principal.sourceArn : undefined),
  'aws:sourceaccount': (circumstances) =>
    circumstances.principal.kind === 'service' ? account(circumstances) : undefined,
  'aws:resourceaccount': account,
  's3:resourceaccount': account,
  'kms:calleraccount': account,
};

function tagOf({ principal, role }: Circumstances, key: string): readonly string[] | undefined {
  if (principal.kind !== 'role') return undefined;
  const tags = Object.entries({ ...role?.tags, ...principal.tags });
  const found = tags.find(([name]) => name.toLowerCase() === key);
  return found && [found[1]];
}
