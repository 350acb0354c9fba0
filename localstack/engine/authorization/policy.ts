/**
 * Policy documents, read once into something that answers quickly.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import { compileCondition } from './condition.ts';
import type { CompiledCondition } from './condition.ts';
import { compilePattern, escapePattern } from './pattern.ts';
import type { Matches } from './pattern.ts';
import { matchPrincipal } from './policy-principal.ts';
import type { PrincipalMatch } from './policy-principal.ts';
import type { Lookup, Question } from './question.ts';
import { hasVariable, substitute } from './variables.ts';

/** One action pattern with one resource pattern of a statement, and what became of it. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly isAction: Matches;
  readonly isResource: (question: Question) => boolean;
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly permissions: readonly Permission[];
  /** `NotAction` and `NotResource`: holds for what none of the permissions' patterns is. */
  readonly isOther: { readonly action: boolean; readonly resource: boolean };
  readonly condition: CompiledCondition | undefined;
  /** How the statement's principals relate to the one who asks; always undefined-free in resource policies. */
  readonly principals: ((question: Question) => PrincipalMatch) | undefined;
}

export interface Policy {
  /** Its name, or what it belongs to. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

interface WrittenStatement {
  readonly Effect?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** Compiles a document, as JSON text or parsed. Throws when the text is not JSON. */
export function compilePolicy(name: string, document: string | object): Policy {
  const { Statement = [], Version } = (typeof document === 'string' ? JSON.parse(document) : document) as {
    Statement?: WrittenStatement | readonly WrittenStatement[];
    Version?: string;
  };
  // "${…}" is text in documents of the old version.
  const mayVary = Version === '2012-10-17';
  return { name, statements: listOf(Statement).map((statement) => compileStatement(statement, mayVary)) };
}

function compileStatement(written: WrittenStatement, mayVary: boolean): Statement {
  const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = written;
  // A role's trust policy has no resource: it is the role's own.
  const resources = listOf(Resource ?? NotResource ?? '*').map((pattern) => ({
    pattern,
    matches: compileResource(pattern, mayVary),
  }));
  const permissions = listOf(Action ?? NotAction ?? []).flatMap((action) => {
    const isAction = compilePattern(action.toLowerCase());
    return resources.map(({ pattern, matches }) => ({ action, resource: pattern, isAction, isResource: matches }));
  });
  return {
    effect: Effect === 'Allow' ? 'Allow' : 'Deny',
    permissions,
    isOther: { action: Action === undefined, resource: Resource === undefined && NotResource !== undefined },
    condition: Condition && compileCondition(Condition),
    principals: matchPrincipal(Principal, NotPrincipal),
  };
}

function compileResource(pattern: string, mayVary: boolean): Permission['isResource'] {
  if (mayVary && hasVariable(pattern)) {
    return ({ resource, lookup }) => {
      const filled = substitute(pattern, lookup, escapePattern);
      return filled !== undefined && compilePattern(filled)(resource);
    };
  }
  const matches = compilePattern(pattern);
  return ({ resource }) => matches(resource);
}

/** The permissions of a statement that speak about what is asked; undefined when the statement does not apply to it. */
export function applicable({ permissions, isOther }: Statement, question: Question): readonly Permission[] | undefined {
  if (!isOther.action && !isOther.resource) {
    let found: Permission[] | undefined;
    for (const permission of permissions) {
      if (permission.isAction(question.actionLower) && permission.isResource(question)) (found ??= []).push(permission);
    }
    return found;
  }
  const isAction = permissions.some((each) => each.isAction(question.actionLower)) !== isOther.action;
  const isResource = permissions.some((each) => each.isResource(question)) !== isOther.resource;
  return isAction && isResource ? permissions : undefined;
}

/** Whether the circumstances are those that the statement wants. */
export function holds({ condition }: Statement, lookup: Lookup): boolean {
  return condition === undefined || condition.holds(lookup);
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
