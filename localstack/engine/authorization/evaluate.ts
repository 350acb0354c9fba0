import type { PrincipalMatch } from './policy-principal.ts';
/**
 * AWS's logic: an explicit deny in any policy wins; otherwise somebody has to allow it, and every limit has to let it
 * pass. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 */
import { applicable, holds } from './policy.ts';
import type { Permission, Policy, Statement } from './policy.ts';
import type { Question } from './question.ts';

export interface Policies {
  /** What the role may do. */
  readonly identity: readonly Policy[];
  /** The most it may do, whatever its policies say. */
  readonly boundary?: Policy | undefined;
  /** What this session was narrowed to: anything that one of them allows. */
  readonly session?: readonly Policy[] | undefined;
  /** The resource's own. */
  readonly resource?: Policy | undefined;
  /** A key's and a role's policy must speak for the principal: the account's policies alone do not open them. */
  readonly mustResourceAllow?: boolean;
}

export type Verdict =
  | { readonly isAllowed: true; readonly used: readonly Permission[] }
  | { readonly isAllowed: false; readonly reason: string; readonly unknownOperators?: readonly string[] };

type PolicyKind = 'identity-based' | 'resource-based' | 'permissions boundary' | 'session';

/** What the statements of one kind of policy come to. */
interface Opinion {
  readonly isDenied: boolean;
  readonly allowedAs: PrincipalMatch;
  readonly used: Permission[];
  readonly unknownOperators: string[];
}

/** Whether the question's answer is yes, and if not, why, in the words of AWS's error messages. */
export function evaluate(question: Question, policies: Policies): Verdict {
  const { identity, boundary, session, resource, mustResourceAllow = false } = policies;
  const own = consult(identity, question);
  const limit = boundary && consult([boundary], question);
  const narrowed = session && consult(session, question);
  const resources = resource && consult([resource], question);
  const opinions: readonly (readonly [PolicyKind, Opinion | undefined])[] = [
    ['identity-based', own],
    ['resource-based', resources],
    ['permissions boundary', limit],
    ['session', narrowed],
  ];
  for (const [kind, opinion] of opinions) {
    if (opinion && opinion.unknownOperators.length > 0) return notImplemented(opinion.unknownOperators);
    if (opinion?.isDenied) return { isAllowed: false, reason: explicitDeny(kind) };
  }
  const byResource = resources?.allowedAs ?? 'none';
  // "Permissions granted to a session's own ARN are not limited by an implicit deny in a boundary or session policy."
  if (byResource === 'session') return { isAllowed: true, used: own.used };
  if (mustResourceAllow && byResource === 'none') return implicitDeny('resource-based', question);
  if (own.allowedAs === 'none' && byResource !== 'role') return implicitDeny('identity-based', question);
  if (limit?.allowedAs === 'none') return implicitDeny('permissions boundary', question);
  if (narrowed?.allowedAs === 'none') return implicitDeny('session', question);
  return { isAllowed: true, used: own.used };
}

/** Services have no policies of their own: the resource says whether it lets them. */
export function evaluateForService(question: Question, resource: Policy | undefined): Verdict {
  const opinion = resource && consult([resource], question);
  if (opinion && opinion.unknownOperators.length > 0) return notImplemented(opinion.unknownOperators);
  if (opinion?.isDenied) return { isAllowed: false, reason: explicitDeny('resource-based') };
  if (opinion?.allowedAs === 'role') return { isAllowed: true, used: [] };
  return implicitDeny('resource-based', question);
}

const strength: Readonly<Record<PrincipalMatch, number>> = { none: 0, account: 1, role: 2, session: 3 };

function consult(policies: readonly Policy[], question: Question): Opinion {
  let isDenied = false;
  let allowedAs: PrincipalMatch = 'none';
  const used: Permission[] = [];
  const unknownOperators: string[] = [];
  for (const { statements } of policies) {
    for (const statement of statements) {
      const named = namedAs(statement, question);
      if (named === 'none') continue;
      const found = applicable(statement, question);
      if (!found) continue;
      unknownOperators.push(...(statement.condition?.unknownOperators ?? []));
      if (!holds(statement, question.lookup)) continue;
      if (statement.effect === 'Deny') isDenied = true;
      else {
        used.push(...found);
        if (strength[named] > strength[allowedAs]) allowedAs = named;
      }
    }
  }
  return { isDenied, allowedAs, used, unknownOperators };
}

function namedAs({ principals }: Statement, question: Question): PrincipalMatch {
  return principals ? principals(question) : 'role';
}

function explicitDeny(kind: PolicyKind): string {
  return `with an explicit deny in ${kind === 'identity-based' ? 'an' : 'a'} ${kindName(kind)}`;
}

function implicitDeny(kind: PolicyKind, { action }: Question): Verdict {
  return { isAllowed: false, reason: `because no ${kindName(kind)} allows the ${action} action` };
}

function kindName(kind: PolicyKind): string {
  return kind === 'permissions boundary' ? kind : `${kind} policy`;
}

/** Nobody can tell what AWS would say, so nobody is let through: a policy that is half read must not open anything. */
function notImplemented(unknownOperators: readonly string[]): Verdict {
  const names = [...new Set(unknownOperators)].join(', ');
  return {
    isAllowed: false,
    reason: `because the condition operator ${names} is not implemented by the local cloud (localstack/DIFFERENCES.md)`,
    unknownOperators,
  };
}
