import { validationError } from '../../../engine/aws-error.ts';
import { resourceNotFound } from '../errors.ts';
import type { Room } from '../room.ts';
import type { TableDefinition } from '../store/definition.ts';

/** The table behind the ARN of a tagging request. */
export function taggedTable({ tables }: Room, arn: string): TableDefinition {
  const name = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/.exec(arn)?.[1];
  if (name === undefined) throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  const table = tables.find(name);
  if (!table) throw resourceNotFound();
  return table.definition;
}
