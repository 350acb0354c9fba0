/**
 * What happens to a call of the world: nothing wrong; it fails without effect; it takes effect and its answer is lost;
 * or the store has no capacity for a part of it.
 */
export type Fault = 'none' | 'before' | 'after' | 'partial';

/** Decides the fate of each call in turn. */
export type Fate = () => Fault;

export const faultless: Fate = () => 'none';

/** Plays a plan once, an entry a call, and lets everything succeed afterwards, so that what retries comes to rest. */
export function planned(faults: readonly Fault[]): Fate {
  const left = [...faults];
  return () => left.shift() ?? 'none';
}

/** Runs an effect under a fate; `partial` is left to the caller, who knows what a part is. */
export async function underFate<Value>(fault: Fault, effect: () => Value): Promise<Value> {
  if (fault === 'before') throw new Error('the call failed before it took effect');
  const value = effect();
  if (fault === 'after') throw new Error('the answer was lost after the call took effect');
  return value;
}
