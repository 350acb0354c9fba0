/**
 * Which route a request takes: a full match, then a greedy one, then `$default`; among several the most specific.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
import type { Route } from '../api-store.ts';

export interface MatchedRoute {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface CompiledRoute {
  readonly route: Route;
  readonly method: string;
  readonly steps: readonly string[];
  readonly isGreedy: boolean;
}

export type RouteMatcher = (method: string, pathSteps: readonly string[]) => MatchedRoute | undefined;

/** The steps of a path, percent-decoded; undefined when they cannot be decoded. */
export function pathSteps(path: string): string[] | undefined {
  try {
    return path.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** Sorts the routes once, so that the first match is the right one. */
export function compileRoutes(routes: readonly Route[]): RouteMatcher {
  const compiled = routes
    .filter(({ routeKey }) => routeKey !== '$default')
    .map(compile)
    .toSorted(compareSpecificity);
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  return (method, steps) => {
    for (const candidate of compiled) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const pathParameters = matchSteps(candidate, steps);
      if (pathParameters) return { route: candidate.route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}

function compile(route: Route): CompiledRoute {
  const [method = '', path = ''] = route.routeKey.split(' ');
  const steps = path.slice(1).split('/');
  return { route, method, steps, isGreedy: steps.at(-1)?.endsWith('+}') === true };
}

/** Full before greedy; then, step by step, literal before variable; then a method of its own before ANY. */
function compareSpecificity(a: CompiledRoute, b: CompiledRoute): number {
  if (a.isGreedy !== b.isGreedy) return a.isGreedy ? 1 : -1;
  for (let index = 0; index < Math.max(a.steps.length, b.steps.length); index += 1) {
    const difference = vagueness(a.steps[index]) - vagueness(b.steps[index]);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function vagueness(step: string | undefined): number {
  if (step === undefined) return 3;
  if (step.endsWith('+}')) return 2;
  return step.startsWith('{') ? 1 : 0;
}

function matchSteps({ steps, isGreedy }: CompiledRoute, given: readonly string[]): Record<string, string> | undefined {
  if (isGreedy ? given.length < steps.length : given.length !== steps.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, step] of steps.entries()) {
    const value = given[index] ?? '';
    if (step.endsWith('+}')) {
      const rest = given.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[step.slice(1, -2)] = rest;
    } else if (step.startsWith('{')) {
      if (value === '') return undefined;
      parameters[step.slice(1, -1)] = value;
    } else if (step !== value) return undefined;
  }
  return parameters;
}
