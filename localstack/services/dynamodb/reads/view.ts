/** What of each item a Query or Scan shows and pays for: the table's items, or an index's entries, whole or in part. */
import { validationError } from '../../../engine/aws-error.ts';
import { indexNotFound, invalidParameter } from '../errors.ts';
import { projectItem } from '../expressions/project.ts';
import type { Path } from '../expressions/syntax.ts';
import { type IndexDefinition, indexOf, projectedNames } from '../store/definition.ts';
import type { StoredItem } from '../store/stored-item.ts';
import type { Table } from '../store/table.ts';
import type { Item } from '../values/attribute-value.ts';
import { sizeOfItem } from '../values/check-value.ts';

type Select = 'ALL_ATTRIBUTES' | 'ALL_PROJECTED_ATTRIBUTES' | 'SPECIFIC_ATTRIBUTES' | 'COUNT';

export interface View {
  readonly table: Table;
  readonly index: IndexDefinition | undefined;
  /** Whether only the count is wanted. */
  readonly isCount: boolean;
  /** Whether each entry of a local index is completed by reading its item, which costs a read of its own. */
  readonly isFetched: boolean;
  /** What filters see. */
  visible(stored: StoredItem): { readonly item: Item; readonly sizeBytes: number };
  /** What the answer holds of a visible item. */
  shown(item: Item): Item;
}

export interface ViewMembers {
  readonly IndexName?: string;
  readonly Select?: Select;
  readonly ConsistentRead?: boolean;
}

/** `paths` is the projection, `filterPaths` what the filter looks at. */
export function viewOf(
  table: Table,
  { IndexName, Select, ConsistentRead }: ViewMembers,
  paths: readonly Path[] | undefined,
  filterPaths: readonly Path[],
): View {
  const index = IndexName === undefined ? undefined : indexOf(table.definition, IndexName);
  if (IndexName !== undefined && !index) throw indexNotFound(IndexName);
  if (index?.kind === 'global' && ConsistentRead) {
    throw validationError('Consistent reads are not supported on global secondary indexes');
  }
  checkSelect(Select, index, paths);
  const names = index && projectedNames(table.definition, index);
  const missing = names ? [...(paths ?? []), ...filterPaths].filter(([name]) => !names.has(String(name))) : [];
  const wantsAll = Select === 'ALL_ATTRIBUTES' && names !== undefined;
  if (index?.kind === 'global') checkProjected(index, wantsAll, missing);
  const isFetched = index?.kind === 'local' && (wantsAll || missing.length > 0);
  return {
    table,
    index,
    isCount: Select === 'COUNT',
    isFetched,
    visible: ({ item, sizeBytes }) => {
      if (!names) return { item, sizeBytes };
      const entry = Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
      return { item: isFetched ? item : entry, sizeBytes: sizeOfItem(entry) };
    },
    shown: (item) => (paths ? projectItem(item, paths) : item),
  };
}

function checkSelect(select: Select | undefined, index: IndexDefinition | undefined, paths: unknown): void {
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && !index) {
    throw invalidParameter('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (select === 'SPECIFIC_ATTRIBUTES' && !paths) {
    throw validationError(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (select && select !== 'SPECIFIC_ATTRIBUTES' && paths) {
    throw validationError(
      select === 'COUNT'
        ? 'Cannot specify the AttributesToGet when choosing to get only the Count'
        : `Cannot specify the AttributesToGet when choosing to get ${select}`,
    );
  }
}

function checkProjected(index: IndexDefinition, wantsAll: boolean, missing: readonly Path[]): void {
  if (wantsAll) {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
  const [first] = missing;
  if (first)
    throw invalidParameter(
      `Global secondary index ${index.name} does not project [${missing.map(([name]) => name).join(', ')}]`,
    );
}
