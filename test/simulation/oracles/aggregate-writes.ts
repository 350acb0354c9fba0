import type { AggregationPorts } from '../../../functions/aggregation/ports.ts';
import type { Run } from '../engine/run.ts';
import { aggregateDays, expiryMsOf } from '../engine/truth.ts';
import { elementKeyOf } from '../stores/aggregate-store.ts';
import type { Tables } from '../world/tables.ts';

/** An aggregate is never larger than this; a day has room for a fifth of it. */
const itemElementsMax = 16_381;

/**
 * Looks at an aggregate right after a write: nothing is in it that this user did not play on that day (I1, I4, I14), it
 * expires when its day says (I9), it is not too large (I13), and every song in it has a label.
 */
export function checkAddition(
  run: Run,
  { aggregates, catalogue }: Tables,
  { userId, day, elements }: Parameters<AggregationPorts['aggregates']['add']>[0],
): void {
  const published = run.truth.elementsOf(userId, day);
  for (const element of elements) {
    const variant = published.get(elementKeyOf(element));
    if (!variant) {
      const hex = Buffer.from(element).toString('hex');
      run.violate('I1 no phantom', `${userId} on ${day} got ${hex}, which nobody published for that user and day`);
      return;
    }
    if (!catalogue.rows.has(variant.event.song_id))
      run.violate('labels come first', `${variant.event.title} was counted before it had a label`);
  }
  const item = aggregates.item(userId, day);
  const expiresAtSeconds = expiryMsOf(day, aggregateDays) / 1000;
  if (item?.expiresAtSeconds !== expiresAtSeconds)
    run.violate('I9 expiry', `${userId} on ${day} expires at ${item?.expiresAtSeconds}, not at ${expiresAtSeconds}`);
  if ((item?.elements.size ?? 0) > itemElementsMax) run.violate('I13 size', `${userId} on ${day} is too large`);
}
