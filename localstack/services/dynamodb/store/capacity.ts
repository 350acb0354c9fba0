/**
 * What requests cost, in read and write request units.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
import { indexOf, type TableDefinition } from './definition.ts';

const readUnitBytes = 4096;
const writeUnitBytes = 1024;

export type CapacityMode = 'NONE' | 'TOTAL' | 'INDEXES';

/** How a read is done: half a unit, one or two for each 4 KB begun. */
export type ReadMode = 'eventual' | 'strong' | 'transactional';

const readFactors: Readonly<Record<ReadMode, number>> = { eventual: 0.5, strong: 1, transactional: 2 };

/** Units of reading `sizeBytes` in one go; reading nothing costs as much as reading a little. */
export function readUnits(sizeBytes: number, mode: ReadMode): number {
  return Math.max(1, Math.ceil(sizeBytes / readUnitBytes)) * readFactors[mode];
}

/** Units of a write of the larger of the sizes before and after. */
export function writeUnits(beforeBytes: number, afterBytes = 0): number {
  return Math.max(1, Math.ceil(Math.max(beforeBytes, afterBytes) / writeUnitBytes));
}

/** What a change of one item costs the table and each index it touches. */
export interface WriteCost {
  readonly tableUnits: number;
  readonly indexUnits: ReadonlyMap<string, number>;
}

interface Units {
  tableUnits: number;
  readonly indexUnits: Map<string, number>;
}

/** The units one request consumed so far, table by table. */
export class Consumption {
  readonly #kind: 'read' | 'write';
  readonly #tables = new Map<string, { readonly definition: TableDefinition; readonly units: Units }>();

  constructor(kind: 'read' | 'write') {
    this.#kind = kind;
  }

  add(definition: TableDefinition, units: number, indexName?: string): void {
    const known = this.#tables.get(definition.name);
    const entry = known ?? { definition, units: { tableUnits: 0, indexUnits: new Map<string, number>() } };
    if (!known) this.#tables.set(definition.name, entry);
    if (indexName === undefined) entry.units.tableUnits += units;
    else entry.units.indexUnits.set(indexName, (entry.units.indexUnits.get(indexName) ?? 0) + units);
  }

  /** Adds the cost of a change, `factor` times: transactions write everything twice. */
  addWrite(definition: TableDefinition, { tableUnits, indexUnits }: WriteCost, factor = 1): void {
    this.add(definition, tableUnits * factor);
    for (const [name, units] of indexUnits) this.add(definition, units * factor, name);
  }

  /** `ConsumedCapacity` of each table, as the mode asks for it; undefined when nobody asked. */
  answers(mode: CapacityMode | undefined, isTransaction = false): Record<string, unknown>[] | undefined {
    if (mode === undefined || mode === 'NONE') return undefined;
    return [...this.#tables.values()].map(({ definition, units }) => {
      const total = units.tableUnits + [...units.indexUnits.values()].reduce((sum, each) => sum + each, 0);
      const detailed = mode === 'INDEXES' ? this.#details(definition, units, isTransaction) : {};
      return { TableName: definition.name, ...this.#counts(total, isTransaction), ...detailed };
    });
  }

  /** The total units of each table. */
  totals(): Map<string, number> {
    const totalOf = ({ tableUnits, indexUnits }: Units): number =>
      [...indexUnits.values()].reduce((sum, each) => sum + each, tableUnits);
    return new Map([...this.#tables].map(([name, { units }]) => [name, totalOf(units)]));
  }

  #details(definition: TableDefinition, units: Units, isTransaction: boolean): Record<string, unknown> {
    const byKind = (kind: 'global' | 'local'): Record<string, unknown> | undefined => {
      const entries = [...units.indexUnits].filter(([name]) => indexOf(definition, name)?.kind === kind);
      if (entries.length === 0) return undefined;
      return Object.fromEntries(entries.map(([name, each]) => [name, this.#counts(each, isTransaction)]));
    };
    const global = byKind('global');
    const local = byKind('local');
    return {
      Table: this.#counts(units.tableUnits, isTransaction),
      ...(global ? { GlobalSecondaryIndexes: global } : {}),
      ...(local ? { LocalSecondaryIndexes: local } : {}),
    };
  }

  /** Only transactions say of which kind their units are. */
  #counts(units: number, isTransaction: boolean): Record<string, number> {
    if (!isTransaction) return { CapacityUnits: units };
    return { CapacityUnits: units, [this.#kind === 'read' ? 'ReadCapacityUnits' : 'WriteCapacityUnits']: units };
  }
}

/** What each table has consumed since the cloud started, failed conditions included. */
export class Meter {
  readonly #units = new Map<string, { readUnits: number; writeUnits: number }>();

  count(tableName: string, kind: 'read' | 'write', units: number): void {
    const known = this.#units.get(tableName) ?? { readUnits: 0, writeUnits: 0 };
    if (kind === 'read') known.readUnits += units;
    else known.writeUnits += units;
    this.#units.set(tableName, known);
  }

  totals(): Readonly<Record<string, { readonly readUnits: number; readonly writeUnits: number }>> {
    return Object.fromEntries(this.#units);
  }
}
