/** What the operations of this service share. */
import type { Engine } from '../../engine/service.ts';
import type { Consumption, Meter } from './store/capacity.ts';
import type { Tables } from './store/tables.ts';
import type { TableStreams } from './streams/table-streams.ts';

export interface Room {
  readonly engine: Engine;
  readonly tables: Tables;
  readonly streams: TableStreams;
  readonly meter: Meter;
}

/** Puts what a request consumed on the meter. */
export function meterAll({ meter }: Room, kind: 'read' | 'write', consumption: Consumption): void {
  for (const [name, units] of consumption.totals()) meter.count(name, kind, units);
}
