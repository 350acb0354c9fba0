/**
 * Checks of an operation's input, written as data beside the operation.
 *
 * A table lists every parameter that the operation understands. A parameter outside the table is `NotImplemented`
 * by name, since ignoring it would be a silent success; a wrong type is a SerializationException; a broken
 * constraint is a ValidationException in the words that AWS's services share.
 */
import { AwsError, notImplemented, serializationError } from './aws-error.ts';

export interface Parameter {
  readonly type:
    | 'string'
    | 'blob'
    | 'integer'
    | 'number'
    | 'boolean'
    | 'timestamp'
    | 'list'
    | 'map'
    | 'structure'
    | 'any';
  readonly required?: boolean;
  /** Least and greatest length of a string, list or map (blobs: of the decoded bytes). */
  readonly lengthMin?: number;
  readonly lengthMax?: number;
  readonly valueMin?: number;
  readonly valueMax?: number;
  /** A regular expression that the whole string matches. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** What each element of a list, or each value of a map, has to be. */
  readonly member?: Parameter;
  /** The members of a structure; others are `NotImplemented`. Without it a structure is not looked into. */
  readonly members?: ParameterTable;
}

export type ParameterTable = Readonly<Record<string, Parameter>>;

/** How a service words a broken constraint; most share `ValidationException` and the sentence below. */
export interface ValidationStyle {
  readonly errorCode: string;
}

const awsStyle: ValidationStyle = { errorCode: 'ValidationException' };

/** Throws the AWS error of the first thing that is wrong with `input`; returns when nothing is. */
export function checkInput(
  operationName: string,
  table: ParameterTable,
  input: Readonly<Record<string, unknown>>,
  style: ValidationStyle = awsStyle,
): void {
  const problems: string[] = [];
  checkMembers(operationName, table, input, '', problems);
  if (problems.length === 0) return;
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
  throw new AwsError(style.errorCode, `${count}: ${problems.join('; ')}`, 400);
}

function checkMembers(
  path: string,
  table: ParameterTable,
  input: Readonly<Record<string, unknown>>,
  prefix: string,
  problems: string[],
): void {
  for (const name of Object.keys(input)) {
    if (!Object.hasOwn(table, name) && input[name] !== null) throw notImplemented(`${path}.${name}`);
  }
  for (const [name, parameter] of Object.entries(table)) {
    const value = input[name];
    const shown = prefix + name.charAt(0).toLowerCase() + name.slice(1);
    if (value === undefined || value === null) {
      if (parameter.required) problems.push(failure('null', shown, 'Member must not be null'));
    } else {
      checkValue(`${path}.${name}`, parameter, value, shown, problems);
    }
  }
}

function checkValue(path: string, parameter: Parameter, value: unknown, shown: string, problems: string[]): void {
  checkType(path, parameter, value);
  // Bytes that came without JSON, such as a deployment package, have nothing to look into.
  if (value instanceof Uint8Array) return;
  if (typeof value === 'string') checkString(parameter, value, shown, problems);
  else if (typeof value === 'number') checkNumber(parameter, value, shown, problems);
  else if (Array.isArray(value)) {
    checkLength(parameter, value.length, value, shown, problems);
    const { member } = parameter;
    if (member)
      value.forEach((each, index) => checkValue(path, member, each, `${shown}.${index + 1}.member`, problems));
  } else if (isRecord(value)) {
    checkLength(parameter, Object.keys(value).length, value, shown, problems);
    const { member, members } = parameter;
    if (members) checkMembers(path, members, value, `${shown}.`, problems);
    if (member) for (const each of Object.values(value)) checkValue(path, member, each, `${shown}.member`, problems);
  }
}

function checkString(parameter: Parameter, value: string, shown: string, problems: string[]): void {
  const length = parameter.type === 'blob' ? Buffer.byteLength(value, 'base64') : value.length;
  checkLength(parameter, length, value, shown, problems);
  if (parameter.enum && !parameter.enum.includes(value)) {
    problems.push(failure(value, shown, `Member must satisfy enum value set: [${parameter.enum.join(', ')}]`));
  }
  if (parameter.pattern && !wholePattern(parameter.pattern).test(value)) {
    problems.push(failure(value, shown, `Member must satisfy regular expression pattern: ${parameter.pattern}`));
  }
}

const patterns = new Map<string, RegExp>();

/** The pattern of a whole string, compiled once. */
function wholePattern(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  const compiled = new RegExp(`^(?:${pattern})$`, 'u');
  patterns.set(pattern, compiled);
  return compiled;
}

function checkNumber({ valueMin, valueMax }: Parameter, value: number, shown: string, problems: string[]): void {
  if (valueMin !== undefined && value < valueMin) {
    problems.push(failure(String(value), shown, `Member must have value greater than or equal to ${valueMin}`));
  }
  if (valueMax !== undefined && value > valueMax) {
    problems.push(failure(String(value), shown, `Member must have value less than or equal to ${valueMax}`));
  }
}

function checkLength(
  { lengthMin, lengthMax }: Parameter,
  length: number,
  value: unknown,
  shown: string,
  problems: string[],
): void {
  if (lengthMin !== undefined && length < lengthMin) {
    problems.push(failure(value, shown, `Member must have length greater than or equal to ${lengthMin}`));
  }
  if (lengthMax !== undefined && length > lengthMax) {
    problems.push(failure(value, shown, `Member must have length less than or equal to ${lengthMax}`));
  }
}

function failure(value: unknown, shown: string, constraint: string): string {
  const text = typeof value === 'string' ? value : shownText(value);
  const quoted = text === 'null' ? text : `'${text}'`;
  return `Value ${quoted} at '${shown}' failed to satisfy constraint: ${constraint}`;
}

const isOfType: Readonly<Record<Parameter['type'], (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  blob: (value) => typeof value === 'string' || value instanceof Uint8Array,
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  // Awscli and SDKs send epoch seconds; some REST protocols send ISO 8601 text.
  timestamp: (value) => typeof value === 'number' || typeof value === 'string',
  list: (value) => Array.isArray(value),
  map: isRecord,
  structure: isRecord,
  any: () => true,
};

function checkType(path: string, parameter: Parameter, value: unknown): void {
  if (isOfType[parameter.type](value)) return;
  throw serializationError(`${path} must be of type ${parameter.type}, got ${shownText(value)}`);
}

/** The value as JSON, or what it is when it nests too deep to be shown. */
function shownText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return Array.isArray(value) ? 'a list' : 'a structure';
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
