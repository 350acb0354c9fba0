import type { Log } from '../shared/log.ts';
import type { ListenEvent } from './domain/listen-event.ts';
import type { Refusal } from './domain/refusal.ts';

/** A listen as a consumer got it from the log, and the place of its record in the shard. */
export type LoggedListen = { readonly event: ListenEvent; readonly sequenceNumber: string };

/** A record that its consumer set aside: what it was, where it stood, who refused it and why. Enough to put it back. */
export type PoisonRecord = Refusal & {
  readonly consumer: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly dataBase64: string;
};

/** Keeps poison records until somebody looks at them. */
export type PoisonQueue = {
  /** Gives back the records that the queue did not take; those are still the caller's. Throws when nothing is known. */
  send(records: readonly PoisonRecord[]): Promise<readonly PoisonRecord[]>;
};

/** What a consumer did with the listens of a batch. What is in neither list is stored, or needed no storing. */
export type StoreOutcome = {
  /** Sequence numbers of listens whose writes were not acknowledged: the log delivers them again. */
  readonly unacknowledged: readonly string[];
  /** Listens that can never be stored: set aside as poison. */
  readonly refused: readonly { readonly listen: LoggedListen; readonly refusal: Refusal }[];
};

/** What every consumer of the log asks of the world. */
export type ConsumerPorts = {
  readonly nowMs: () => number;
  readonly poison: PoisonQueue;
  readonly log: Log;
};
