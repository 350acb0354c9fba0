/** The `Principal` element of resource policies. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
import { readRoleArn } from './principal.ts';
import type { Question } from './question.ts';

/**
 * How a statement names the one who asks: not at all, by the account (which only lets the account's own policies
 * decide), as the role, or as this very session.
 */
export type PrincipalMatch = 'none' | 'account' | 'role' | 'session';

const order: readonly PrincipalMatch[] = ['none', 'account', 'role', 'session'];

type Match = (question: Question) => PrincipalMatch;

/** Undefined for statements without principals: those of identity policies. */
export function matchPrincipal(principal: unknown, notPrincipal: unknown): Match | undefined {
  if (principal !== undefined) return compile(principal);
  if (notPrincipal === undefined) return undefined;
  const excepted = compile(notPrincipal);
  return (question) => (excepted(question) === 'none' ? 'role' : 'none');
}

function compile(written: unknown): Match {
  if (written === '*') return () => 'role';
  const { AWS, Service } = (written ?? {}) as { AWS?: string | string[]; Service?: string | string[] };
  const accounts = [AWS ?? []].flat();
  const services = new Set([Service ?? []].flat());
  return ({ principal }) => {
    if (principal.kind === 'service') {
      return services.has(principal.name) || accounts.includes('*') ? 'role' : 'none';
    }
    return accounts.map((name) => matchName(name, principal)).reduce(closest, 'none');
  };
}

function matchName(name: string, { arn, roleArn }: { arn: string; roleArn: string }): PrincipalMatch {
  if (name === '*' || name === roleArn) return 'role';
  if (name === arn) return 'session';
  const accountId = readRoleArn(roleArn)?.accountId;
  return name === accountId || name === `arn:aws:iam::${accountId}:root` ? 'account' : 'none';
}

function closest(left: PrincipalMatch, right: PrincipalMatch): PrincipalMatch {
  return order.indexOf(left) > order.indexOf(right) ? left : right;
}
