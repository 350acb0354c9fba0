/**
 * CloudFormation's intrinsic functions. A function that is not here is an error that names it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
import { notImplemented } from '../engine/aws-error.ts';
import { validationError } from './errors.ts';

/** What a template's expressions may ask about. */
export interface Scope {
  /** `Ref`: a parameter's value, a pseudo parameter, or a resource's physical id. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  condition(name: string): boolean;
  findInMap(map: string, first: string, second: string): unknown;
}

/** What `AWS::NoValue` resolves to: the property that holds it is left out. */
export const noValue = Symbol('AWS::NoValue');

/** The value with every intrinsic function replaced by what it gives. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return checkDynamicReference(value);
  if (Array.isArray(value)) return value.map((each) => resolve(each, scope)).filter((each) => each !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? ['', undefined];
  if (entries.length === 1 && isIntrinsic(name)) return callIntrinsic(name, argument, scope);
  return Object.fromEntries(
    entries.map(([key, each]) => [key, resolve(each, scope)] as const).filter(([, each]) => each !== noValue),
  );
}

export function isIntrinsic(name: string): boolean {
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::');
}

/** The same as `resolve` for a condition's expression. */
export function resolveCondition(value: unknown, scope: Scope): boolean {
  const resolved = resolve(value, scope);
  if (typeof resolved === 'boolean') return resolved;
  throw validationError(`A condition must be true or false, got ${JSON.stringify(value)}`);
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  Condition: (argument, scope) => scope.condition(text(argument, 'Condition')),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt');
    return scope.getAtt(
      text(logicalId, 'Fn::GetAtt'),
      attribute.map((each) => text(resolve(each, scope), 'Fn::GetAtt')).join('.'),
    );
  },
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [delimiter, values] = list(argument, 'Fn::Join');
    return list(resolve(values, scope), 'Fn::Join')
      .map((each) => text(each, 'Fn::Join'))
      .join(text(delimiter, 'Fn::Join'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(resolve(argument, scope), 'Fn::Select');
    const chosen = list(values, 'Fn::Select')[Number(index)];
    if (chosen === undefined)
      throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${String(index)}`);
    return chosen;
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, source] = list(resolve(argument, scope), 'Fn::Split');
    return text(source, 'Fn::Split').split(text(delimiter, 'Fn::Split'));
  },
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = list(argument, 'Fn::If');
    return resolve(scope.condition(text(name, 'Fn::If')) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [a, b] = list(resolve(argument, scope), 'Fn::Equals');
    return JSON.stringify(a) === JSON.stringify(b) || String(a) === String(b);
  },
  'Fn::Not': (argument, scope) => !resolveCondition(list(argument, 'Fn::Not')[0], scope),
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every((each) => resolveCondition(each, scope)),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some((each) => resolveCondition(each, scope)),
  'Fn::Contains': (argument, scope) => {
    const [values, value] = list(resolve(argument, scope), 'Fn::Contains');
    return list(values, 'Fn::Contains').includes(value);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list(resolve(argument, scope), 'Fn::FindInMap').map((each) =>
      text(each, 'Fn::FindInMap'),
    );
    return scope.findInMap(map ?? '', first ?? '', second ?? '');
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(resolve(argument, scope), 'Fn::ImportValue')),
  'Fn::GetAZs': (argument, scope) => {
    const region = text(resolve(argument, scope), 'Fn::GetAZs') || text(scope.ref('AWS::Region'), 'Fn::GetAZs');
    return ['a', 'b', 'c'].map((zone) => region + zone);
  },
};

function callIntrinsic(name: string, argument: unknown, scope: Scope): unknown {
  const intrinsic = intrinsics[name];
  if (!intrinsic) throw notImplemented(`The intrinsic function ${name}`);
  return intrinsic(argument, scope);
}

/** `${Name}`, `${Resource.Attribute}`, and `${!Literal}` which stays as `${Literal}`. */
function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  const given = resolve(variables ?? {}, scope) as Record<string, unknown>;
  return text(template, 'Fn::Sub').replace(
    /\$\{(?<literal>!?)(?<name>[^}]+)\}/gu,
    (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(given, name)) return text(given[name], 'Fn::Sub');
      const dot = name.indexOf('.');
      return text(dot < 0 ? scope.ref(name) : scope.getAtt(name.slice(0, dot), name.slice(dot + 1)), 'Fn::Sub');
    },
  );
}

function text(value: unknown, functionName: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(`Template error: every ${functionName} argument must be text, got ${JSON.stringify(value)}`);
}

function list(value: unknown, functionName: string): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw validationError(`Template error: ${functionName} needs a list, got ${JSON.stringify(value)}`);
}

function checkDynamicReference(value: string): string {
  const found = /\{\{resolve:[^}]+\}\}/u.exec(value);
  if (found) throw notImplemented(`The dynamic reference ${found[0]}`);
  return value;
}

/** Every name that `Ref`, `Fn::GetAtt` and `Fn::Sub` mention inside `value`. */
export function referencedNames(value: unknown): Set<string> {
  const names = new Set<string>();
  collectNames(value, names);
  return names;
}

function collectNames(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) collectNames(each, names);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, each] of Object.entries(value)) {
    if (key === 'Ref' && typeof each === 'string') names.add(each);
    else if (key === 'Fn::GetAtt')
      names.add(String(typeof each === 'string' ? each.split('.')[0] : (each as unknown[])[0]));
    else if (key === 'Fn::Sub') collectSubNames(each, names);
    collectNames(each, names);
  }
}

function collectSubNames(argument: unknown, names: Set<string>): void {
  const template: unknown = Array.isArray(argument) ? argument[0] : argument;
  if (typeof template !== 'string') return;
  for (const match of template.matchAll(/\$\{(?<name>[^!}][^}]*)\}/gu)) {
    names.add(match.groups?.['name']?.split('.')[0] ?? '');
  }
}
