import type { ListenEvent } from '../../../functions/listens/domain/listen-event.ts';
import type { Run } from './run.ts';

export const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Codes in an element as decision 0001 of the aggregation room lists them, written down a second time on purpose. */
const providerCodes = ['spotify', 'listenbrainz', 'lastfm', 'apple', 'youtube', 'heavyrotation'];
const qualityCodes = ['exact', 'inferred', 'day'];

/** One text of a listen as it stands on the log, and the element that it must become. */
export type Variant = {
  readonly event: ListenEvent;
  readonly text: string;
  /** 24 characters, one per byte. */
  readonly elementKey: string;
  readonly publication: Publication;
};

/** A listen that the log has accepted, once or often, under one event id. Its song may have been renamed meanwhile. */
export type Publication = {
  readonly eventId: string;
  readonly userId: string;
  readonly day: string;
  readonly listenedAtMs: number;
  readonly firstArrivalMs: number;
  readonly variants: Map<string, Variant>;
};

/** What identifies a play in the world outside, whatever we make of it. */
const playKeyOf = ({ user_id, provider, listened_at, provider_track_id }: ListenEvent): string =>
  `${user_id} ${provider} ${listened_at} ${provider_track_id}`;

function elementKeyOf(event: ListenEvent): string {
  const secondOfDay = Math.floor((Date.parse(event.listened_at) % dayMs) / 1000);
  const tail =
    secondOfDay * 128 + qualityCodes.indexOf(event.time_quality) * 32 + providerCodes.indexOf(event.provider);
  const hex =
    event.identity_version.toString(16).padStart(2, '0') +
    event.song_id +
    event.event_id.slice(0, 16) +
    tail.toString(16).padStart(6, '0');
  return Buffer.from(hex, 'hex').toString('latin1');
}

/** What is true, worked out from what the log has accepted, and from nothing that our code made of it. */
export class Truth {
  readonly publications = new Map<string, Publication>();
  /** By user and day, every element that may be in the aggregate. */
  readonly #elements = new Map<string, Map<string, Variant>>();
  readonly #variants = new Map<string, Variant>();
  readonly #eventIdOfPlay = new Map<string, string>();
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  /** Notes that the log has accepted a listen. `text` is its JSON. */
  accept(text: string): Variant {
    const known = this.#variants.get(text);
    if (known) return known;
    const event = JSON.parse(text) as ListenEvent;
    this.#checkIdentity(event);
    const publication = this.#publicationOf(event);
    const variant: Variant = { event, text, elementKey: elementKeyOf(event), publication };
    publication.variants.set(text, variant);
    this.#variants.set(text, variant);
    const key = `${publication.userId}|${publication.day}`;
    let elements = this.#elements.get(key);
    if (!elements) this.#elements.set(key, (elements = new Map()));
    elements.set(variant.elementKey, variant);
    return variant;
  }

  /** Everything that may be in the aggregate of a user's day. */
  elementsOf(userId: string, day: string): ReadonlyMap<string, Variant> {
    return this.#elements.get(`${userId}|${day}`) ?? new Map<string, Variant>();
  }

  hasPlay(playKey: string): boolean {
    return this.#eventIdOfPlay.has(playKey);
  }

  variantOf(text: string): Variant | undefined {
    return this.#variants.get(text);
  }

  /** One play has one event id, whatever it is called by then, and two plays have two. */
  #checkIdentity(event: ListenEvent): void {
    const playKey = playKeyOf(event);
    const eventId = this.#eventIdOfPlay.get(playKey);
    if (eventId !== undefined && eventId !== event.event_id)
      this.#run.violate('one play, one id', `${playKey} has the event ids ${eventId} and ${event.event_id}`);
    const known = this.publications.get(event.event_id);
    if (known && eventId === undefined)
      this.#run.violate('two plays, two ids', `${playKey} has the event id ${event.event_id} of another play`);
    this.#eventIdOfPlay.set(playKey, event.event_id);
  }

  #publicationOf(event: ListenEvent): Publication {
    const known = this.publications.get(event.event_id);
    if (known) return known;
    const publication: Publication = {
      eventId: event.event_id,
      userId: event.user_id,
      day: event.listened_at.slice(0, 10),
      listenedAtMs: Date.parse(event.listened_at),
      firstArrivalMs: this.#run.timeline.nowMs,
      variants: new Map(),
    };
    this.publications.set(event.event_id, publication);
    return publication;
  }
}

const startsMs = new Map<string, number>();

/** The first instant of a UTC day; days are few and asked for often. */
function startMsOf(day: string): number {
  let startMs = startsMs.get(day);
  if (startMs === undefined) startsMs.set(day, (startMs = Date.parse(`${day}T00:00:00Z`)));
  return startMs;
}

/** The instant at which something that is kept for `days` after its day has ended expires. */
export const expiryMsOf = (day: string, days: number): number => startMsOf(day) + (1 + days) * dayMs;

/** Days that an aggregate is kept after its own. */
export const aggregateDays = 8;

/**
 * Whether something must still be there: it has not expired, nor is it so close to it that a clock which is ahead may think
 * so.
 */
export const isKept = (day: string, days: number, nowMs: number): boolean => expiryMsOf(day, days) > nowMs + hourMs;
