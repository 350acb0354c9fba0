import { seededRandom } from '../../../localstack/engine/random.ts';

/** Everything that a run leaves to chance, drawn from one seed: the same seed draws the same. */
export class Chance {
  /** A number in [0, 1). */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
    // Neighbouring seeds begin alike; a few draws part them.
    for (let draw = 0; draw < 3; draw += 1) this.next();
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError('there is nothing to pick from');
    return value;
  }

  shuffled<Value>(values: Iterable<Value>): Value[] {
    const list = [...values];
    for (let last = list.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [list[last], list[other]] = [list[other] as Value, list[last] as Value];
    }
    return list;
  }
}
