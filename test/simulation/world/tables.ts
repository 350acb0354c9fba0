import type { TokenRow } from '../../../functions/accounts/domain/account.ts';
import { AggregateStore } from '../stores/aggregate-store.ts';
import { CatalogueStore } from '../stores/catalogue-store.ts';
import { HistoryStore } from '../stores/history-store.ts';
import { PoisonStore } from '../stores/poison-store.ts';
import { ScheduleStore } from '../stores/schedule-store.ts';

/** Everything of ours that remembers, but the log and the queue of jobs. */
export class Tables {
  readonly aggregates = new AggregateStore();
  readonly history = new HistoryStore();
  readonly catalogue = new CatalogueStore();
  readonly poison = new PoisonStore();
  readonly schedule = new ScheduleStore();
  readonly tokens = new Map<string, TokenRow>();
}
