import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';

import { aggregateListens } from '../../../functions/aggregation/aggregate-listens.ts';
import type { AggregationPorts } from '../../../functions/aggregation/ports.ts';
import type { HistoryPorts } from '../../../functions/history/ports.ts';
import { storeRawListens } from '../../../functions/history/store-raw-listens.ts';
import { CatalogueModel } from '../engine/catalogue-model.ts';
import type { Environment } from '../engine/environment.ts';
import { writeUnits } from '../engine/meter.ts';
import type { Run } from '../engine/run.ts';
import { checkAddition } from '../oracles/aggregate-writes.ts';
import { checkRow } from '../oracles/history-writes.ts';
import { MalformedRequest } from '../stores/aggregate-store.ts';
import type { Tables } from './tables.ts';

export type Consume = (event: KinesisStreamEvent) => Promise<KinesisStreamBatchResponse>;

/** A request that a table calls malformed is a mistake of ours whatever the weather: it would come again for ever. */
export function wellFormed<Value>(run: Run, effect: () => Value): Value {
  try {
    return effect();
  } catch (refusal) {
    if (refusal instanceof MalformedRequest) run.violate('requests are well formed', refusal.message);
    throw refusal;
  }
}

const sharedPorts = (environment: Environment, { poison }: Tables) => ({
  nowMs: environment.nowMs,
  log: environment.log,
  poison: {
    send: (records: Parameters<typeof poison.send>[0]) =>
      environment.call('poison.send', (share) => poison.send(records, share), { isPartial: true }),
  },
});

/** The aggregator as it is deployed, on the tables of the run. */
export function loadAggregator(run: Run, tables: Tables, environment: Environment): Consume {
  const { aggregates, catalogue } = tables;
  const bill = new CatalogueModel(run.meter);
  const ports: AggregationPorts = {
    ...sharedPorts(environment, tables),
    aggregates: {
      add: (addition) =>
        environment.call('aggregates.add', () => {
          const { answer, sizeBytes } = wellFormed(run, () => aggregates.add(addition));
          run.meter.written += writeUnits(sizeBytes);
          if (answer === 'full') run.faults.count('set-full');
          else checkAddition(run, tables, addition);
          return answer;
        }),
    },
    catalogue: {
      find: (songIds) =>
        environment.call('catalogue.find', () => {
          bill.finds(songIds);
          const rows = wellFormed(run, () => catalogue.find(songIds));
          for (const row of rows) bill.sees(row);
          return rows;
        }),
      offer: (row) =>
        environment.call('catalogue.offer', () => {
          bill.offers(row);
          const standing = catalogue.offer(row);
          bill.sees(standing);
          return standing;
        }),
    },
  };
  return aggregateListens(ports);
}

/** The raw event processor as it is deployed, on the tables of the run. */
export function loadHistorian(run: Run, tables: Tables, retentionDays: number, environment: Environment): Consume {
  const { history } = tables;
  const ports: HistoryPorts = {
    ...sharedPorts(environment, tables),
    chance: environment.chance,
    pause: environment.pause,
    history: {
      write: (rows) =>
        environment.call(
          'history.write',
          (share) => {
            const left = wellFormed(run, () => history.write(rows, share));
            run.meter.written += (rows.length - left.length) * writeUnits(700);
            for (const row of rows.slice(0, rows.length - left.length)) checkRow(run, row, retentionDays);
            return left;
          },
          { isPartial: true },
        ),
    },
  };
  return storeRawListens(ports, retentionDays);
}
