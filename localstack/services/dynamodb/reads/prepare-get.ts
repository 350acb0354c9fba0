/** From the members of GetItem, of a table's keys in BatchGetItem, or of a Get in a transaction, to a read. */
import { parseProjection } from '../expressions/parse-projection.ts';
import { projectItem } from '../expressions/project.ts';
import { type Placeholders, Scope } from '../expressions/scope.ts';
import type { Path } from '../expressions/syntax.ts';
import type { Table } from '../store/table.ts';
import type { Item } from '../values/attribute-value.ts';

export interface ProjectionMembers extends Placeholders {
  readonly ProjectionExpression?: string;
}

/** The paths a projection asks for; undefined for everything. */
export function parseOnlyProjection(members: ProjectionMembers): readonly Path[] | undefined {
  const { ProjectionExpression } = members;
  const scope = Scope.of(members, { ProjectionExpression });
  const paths = ProjectionExpression === undefined ? undefined : parseProjection(ProjectionExpression, scope);
  scope.checkAllUsed();
  return paths;
}

export interface Read {
  readonly item: Item | undefined;
  /** Size of the whole item: projections do not make a read cheaper. */
  readonly sizeBytes: number;
}

export function readItem(table: Table, key: Buffer, paths: readonly Path[] | undefined): Read {
  const stored = table.read(key);
  if (!stored) return { item: undefined, sizeBytes: 0 };
  return { item: paths ? projectItem(stored.item, paths) : stored.item, sizeBytes: stored.sizeBytes };
}
