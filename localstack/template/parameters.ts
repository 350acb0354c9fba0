/** The values of a template's parameters: given ones, else defaults; checked against the template's own constraints. */
import { notImplemented } from '../engine/aws-error.ts';
import { validationError } from './errors.ts';
import type { Template, TemplateParameter } from './template.ts';

export type ParameterValues = Readonly<Record<string, string>>;

/** Reads a parameter of SSM's store; rejects with SSM's `ParameterNotFound`. */
export type ReadSsmParameter = (name: string) => Promise<string>;

const ssmType = 'AWS::SSM::Parameter::Value<';

export interface Resolved {
  /** As `Ref` gives them. */
  readonly parameters: Record<string, unknown>;
  /** As given, or the defaults. */
  readonly parameterTexts: Record<string, string>;
}

/** Throws one ValidationError that names every parameter that is unknown, missing or outside its constraints. */
export async function resolveParameters(
  template: Template,
  given: ParameterValues,
  readSsmParameter: ReadSsmParameter,
): Promise<Resolved> {
  const declared = template.Parameters ?? {};
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const missing = Object.keys(declared).filter(
    (name) => given[name] === undefined && declared[name]?.Default === undefined,
  );
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);

  const parameters: Record<string, unknown> = {};
  const parameterTexts: Record<string, string> = {};
  for (const [name, parameter] of Object.entries(declared)) {
    const value = given[name] ?? String(parameter.Default);
    checkConstraints(name, parameter, value);
    parameterTexts[name] = value;
    parameters[name] = parameter.Type.startsWith(ssmType)
      ? stored(parameter, await readSsmParameter(value))
      : typed(name, parameter, value);
  }
  return { parameters, parameterTexts };
}

/** `AWS::SSM::Parameter::Value<List<…>>` and `<CommaDelimitedList>` are lists of what the stored text names. */
function stored({ Type }: TemplateParameter, value: string): unknown {
  return /<(?:List<|CommaDelimitedList)/u.test(Type) ? splitList(value) : value;
}

function splitList(value: string): string[] {
  return value.split(',').map((each) => each.trim());
}

function typed(name: string, { Type }: TemplateParameter, value: string): unknown {
  switch (Type) {
    case 'String':
      return value;
    case 'Number':
      if (value.trim() === '' || Number.isNaN(Number(value))) {
        throw validationError(`Parameter '${name}' must be a number, got '${value}'`);
      }
      return value;
    case 'CommaDelimitedList':
    case 'List<String>':
    case 'List<Number>':
      return splitList(value);
    default:
      throw notImplemented(`The parameter type ${Type} (parameter ${name})`);
  }
}

function checkConstraints(name: string, parameter: TemplateParameter, value: string): void {
  const { AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = parameter;
  const fail = (constraint: string): never => {
    const shown = parameter.NoEcho === true || parameter.NoEcho === 'true' ? '****' : value;
    throw validationError(`Parameter '${name}' must ${parameter.ConstraintDescription ?? constraint}, got '${shown}'`);
  };
  if (AllowedValues && !AllowedValues.map(String).includes(value))
    fail(`be one of AllowedValues [${AllowedValues.join(', ')}]`);
  if (AllowedPattern && !new RegExp(`^(?:${AllowedPattern})$`, 'u').test(value))
    fail(`match pattern ${AllowedPattern}`);
  if (MinLength !== undefined && value.length < Number(MinLength)) fail(`contain at least ${MinLength} characters`);
  if (MaxLength !== undefined && value.length > Number(MaxLength)) fail(`contain at most ${MaxLength} characters`);
  if (MinValue !== undefined && Number(value) < Number(MinValue)) fail(`be a number not less than ${MinValue}`);
  if (MaxValue !== undefined && Number(value) > Number(MaxValue)) fail(`be a number not greater than ${MaxValue}`);
}
