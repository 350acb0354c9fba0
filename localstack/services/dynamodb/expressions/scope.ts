/**
 * The `#names` and `:values` of one request, shared by all its expressions. Knows at the end which of them no
 * expression used, since DynamoDB refuses those.
 */
import { AwsError, validationError } from '../../../engine/aws-error.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { checkValue } from '../values/check-value.ts';

export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
}

const namePattern = /^#[A-Za-z0-9_]+$/;
const valuePattern = /^:[A-Za-z0-9_]+$/;

export class Scope {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, AttributeValue>>;
  readonly #used = new Set<string>();

  private constructor(names: Readonly<Record<string, string>>, values: Readonly<Record<string, AttributeValue>>) {
    this.#names = names;
    this.#values = values;
  }

  /** Checks the placeholders themselves. `expressions` are the request's expressions by parameter name. */
  static of(
    { ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Placeholders,
    expressions: Readonly<Record<string, string | undefined>>,
  ): Scope {
    const hasExpression = Object.values(expressions).some((expression) => expression !== undefined);
    if (names) {
      if (!hasExpression) {
        throw validationError('ExpressionAttributeNames can only be specified when using expressions');
      }
      checkNames(names);
    }
    if (values) {
      if (!hasExpression) throw valuesWithoutExpression(Object.keys(expressions));
      checkValues(values);
    }
    return new Scope(names ?? {}, values ?? {});
  }

  nameOf(placeholder: string): string | undefined {
    if (!Object.hasOwn(this.#names, placeholder)) return undefined;
    this.#used.add(placeholder);
    return this.#names[placeholder];
  }

  valueOf(placeholder: string): AttributeValue | undefined {
    if (!Object.hasOwn(this.#values, placeholder)) return undefined;
    this.#used.add(placeholder);
    return this.#values[placeholder];
  }

  /** Called when all expressions are parsed. */
  checkAllUsed(): void {
    for (const [parameter, placeholders] of [
      ['ExpressionAttributeNames', this.#names],
      ['ExpressionAttributeValues', this.#values],
    ] as const) {
      const unused = Object.keys(placeholders).filter((each) => !this.#used.has(each));
      if (unused.length > 0) {
        throw validationError(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`);
      }
    }
  }
}

function checkNames(names: Readonly<Record<string, unknown>>): void {
  const entries = Object.entries(names);
  if (entries.length === 0) throw validationError('ExpressionAttributeNames must not be empty');
  for (const [placeholder, name] of entries) {
    if (!namePattern.test(placeholder)) {
      throw validationError(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${placeholder}"`);
    }
    if (typeof name !== 'string' || name === '') {
      throw validationError(`ExpressionAttributeNames contains invalid value: ${String(name)} for key ${placeholder}`);
    }
  }
}

function checkValues(values: Readonly<Record<string, unknown>>): void {
  const entries = Object.entries(values);
  if (entries.length === 0) throw validationError('ExpressionAttributeValues must not be empty');
  for (const [placeholder, value] of entries) {
    if (!valuePattern.test(placeholder)) {
      throw validationError(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${placeholder}"`);
    }
    checkNamedValue(placeholder, value);
  }
}

function checkNamedValue(placeholder: string, value: unknown): void {
  try {
    checkValue(value);
  } catch (fault) {
    if (!(fault instanceof AwsError) || fault.code !== 'ValidationException') throw fault;
    throw validationError(`ExpressionAttributeValues contains invalid value: ${fault.message} for key ${placeholder}`);
  }
}

function valuesWithoutExpression(parameters: readonly string[]): AwsError {
  const absent = parameters.filter((name) => name !== 'ProjectionExpression');
  const [first = ''] = absent;
  const reason = absent.length > 1 ? `${absent.join(' and ')} are null` : `${first} is null`;
  return validationError(`ExpressionAttributeValues can only be specified when using expressions: ${reason}`);
}
