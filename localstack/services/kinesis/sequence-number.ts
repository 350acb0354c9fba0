/**
 * Sequence numbers of one shard, as AWS's look: 56 digits, increasing with the records.
 *
 * The number's hexadecimal digits, as AWS's have been found to be (nothing of it is documented, so nobody may rely on it):
 *
 *     2 · 9 second of the shard's creation · 1 last digit of the shard · 16 ordinal · 2 zero · 9 second of arrival · 8 shard · 2
 *
 * The ordinal is the record's place in the shard's log, so a sequence number leads straight to its record.
 */

/** What a sequence number says. */
export interface SequenceParts {
  readonly shardCreatedSeconds: number;
  readonly shardIndex: number;
  /** Place of the record in the shard's log, from 1; 0 is the shard's own start. */
  readonly ordinal: number;
}

const leading = 2n << 184n;
const version = 2n;
const ordinalMask = (1n << 64n) - 1n;
/** AWS gives the end of a closed shard the greatest ordinal there is. */
const ordinalOfEnd = 0x7fff_ffff_ffff_ffffn;

/** Makes the sequence numbers of one shard. */
export class SequenceNumbers {
  readonly #base: bigint;
  #timePart = 0n;
  #timePartSeconds = -1;

  constructor(shardIndex: number, shardCreatedMs: number) {
    const index = BigInt(shardIndex);
    this.#base = leading | (seconds(shardCreatedMs) << 148n) | ((index & 15n) << 144n) | (index << 4n) | version;
  }

  of(ordinal: number, arrivalMs: number): string {
    const arrivalSeconds = Math.floor(arrivalMs / 1000);
    if (arrivalSeconds !== this.#timePartSeconds) {
      this.#timePartSeconds = arrivalSeconds;
      this.#timePart = this.#base + (BigInt(arrivalSeconds) << 36n);
    }
    return (this.#timePart + (BigInt(ordinal) << 80n)).toString();
  }

  /** The number after every record of a shard that closed at `closedMs`. */
  ending(closedMs: number): string {
    return (this.#base + (seconds(closedMs) << 36n) + (ordinalOfEnd << 80n)).toString();
  }
}

/** Takes a sequence number apart; undefined when the text is none. */
export function parseSequenceNumber(text: string): SequenceParts | undefined {
  if (!/^\d{1,129}$/.test(text)) return undefined;
  const number = BigInt(text);
  if (number >> 184n !== 2n || (number & 15n) !== version) return undefined;
  const ordinal = (number >> 80n) & ordinalMask;
  if (ordinal > ordinalOfEnd) return undefined;
  return {
    shardCreatedSeconds: Number((number >> 148n) & ((1n << 36n) - 1n)),
    shardIndex: Number((number >> 4n) & 0xffff_ffffn),
    ordinal: Number(ordinal > BigInt(Number.MAX_SAFE_INTEGER) ? BigInt(Number.MAX_SAFE_INTEGER) : ordinal),
  };
}

function seconds(timeMs: number): bigint {
  return BigInt(Math.floor(timeMs / 1000));
}
