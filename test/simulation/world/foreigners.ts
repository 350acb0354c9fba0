import { encodeListen } from '../../../functions/listens/codec.ts';
import { normaliseListen } from '../../../functions/listens/normalise-listen.ts';
import type { Run } from '../engine/run.ts';
import { dayMs } from '../engine/truth.ts';
import type { EventLog } from './event-log.ts';
import type { Listeners } from './listeners.ts';

/** Bytes that are no listen, each in a way of its own. */
const garbage: readonly string[] = [
  '',
  'null',
  '[]',
  '{"schema_version":1',
  '{"schema_version":99,"event_id":"x"}',
  '{"schema_version":1}',
  `{"schema_version":1,"event_id":"${'a'.repeat(64)}","user_id":7}`,
  // A leap second: a text of an instant that no clock of ours shows.
  `{"schema_version":1,"event_id":"${'b'.repeat(64)}","user_id":"mara","provider":"lastfm","listened_at":"2026-12-31T23:59:60.000Z"}`,
  `"${'huge '.repeat(2_000)}"`,
];

/** Everything on the log that does not come from a crawl: imports, repetitions by whoever publishes, and rubbish. */
export class Foreigners {
  readonly #run: Run;
  readonly #log: EventLog;
  readonly #listeners: Listeners;
  #sent = 0;

  constructor(run: Run, log: EventLog, listeners: Listeners) {
    this.#run = run;
    this.#log = log;
    this.#listeners = listeners;
  }

  /** One listen of an import: any provider, any quality of time, any of the last ten days, or a moment of its own. */
  importListen(): void {
    const { chance, timeline } = this.#run;
    this.#publish(timeline.nowMs - chance.pick([0, chance.below(10 * dayMs), chance.below(3_600_000)]));
  }

  /** A record that was accepted already, in this minute or days ago, is published once more. */
  repeat(): void {
    const entries = this.#log.entries();
    if (entries.length > 0) this.#log.repeat(this.#run.chance.pick(entries));
  }

  poison(): void {
    const { chance, timeline } = this.#run;
    if (chance.is(0.2)) this.#publish(timeline.nowMs + chance.between(23 * 3_600_000, 3 * dayMs));
    else if (chance.is(0.1)) this.#publish(chance.below(dayMs));
    else {
      const { userId } = chance.pick(this.#listeners.accounts);
      const bytes = chance.is(0.2) ? Buffer.from([0xff, 0xfe, this.#sent]) : Buffer.from(chance.pick(garbage));
      this.#log.put(userId, bytes, false);
    }
  }

  #publish(listenedAtMs: number): void {
    const { chance } = this.#run;
    const { userId } = chance.pick(this.#listeners.accounts);
    this.#sent += 1;
    const listen = normaliseListen(userId, chance.pick(['lastfm', 'youtube', 'heavyrotation']), {
      listenedAtMs,
      timeQuality: chance.pick(['exact', 'inferred', 'day']),
      title: chance.pick(['Harbour Lights', 'Slow Tram', 'North Quay']),
      artist: chance.pick(['The Tidewaters', 'Nightline']),
      providerKey: `import-${this.#sent}`,
      providerTrackId: `import-${this.#sent}`,
    });
    if (!listen.ok) throw new Error(`not a listen: ${listen.error.detail}`);
    this.#log.put(userId, encodeListen(listen.value), true);
  }
}
