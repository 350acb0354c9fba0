/** Template properties as the API's members: templates may write numbers and booleans as text, and tags as a list. */
import type { Properties } from '../../../engine/service.ts';
import { checkInput } from '../../../engine/validation.ts';
import type { Parameter, ParameterTable } from '../../../engine/validation.ts';

/** Reads `properties` as the members of `table`; throws for a property, at any depth, that the table does not have. */
export function readProperties<Input>(typeName: string, table: ParameterTable, properties: Properties): Input {
  const input = convertMembers(table, properties);
  checkInput(typeName, table, input);
  return input as Input;
}

/** CloudFormation's list of tags as a map. */
export function readTags(tags: unknown): Record<string, string> {
  const list = (tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

function convertMembers(table: ParameterTable, properties: Properties): Record<string, unknown> {
  const entries = Object.entries(properties).map(([name, value]) => {
    const parameter = table[name];
    return [name, parameter ? convert(parameter, value) : value];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function convert({ type, member, members }: Parameter, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if ((type === 'integer' || type === 'number') && typeof value === 'string') return Number(value);
  if (type === 'boolean' && typeof value === 'string') return value === 'true';
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (type === 'list' && member && Array.isArray(value)) return value.map((each) => convert(member, each));
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  if (members) return convertMembers(members, value as Properties);
  if (!member) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, convert(member, each)]));
}
