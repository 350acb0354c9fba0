/** What a log says when something that was in it is not there any more. */
import type { Damage } from './walk-frames.ts';

/** Records that are gone. Each of the ordinals may have been one's; none of them will be another's. */
export interface LogLoss {
  /** The file that is damaged, or that is shorter than it was, or behind which one is missing. */
  readonly path: string;
  readonly what: 'records are damaged' | 'records are missing' | 'the mark is missing or damaged';
  readonly firstOrdinal: number;
  /** Undefined when nobody knows how many there were. */
  readonly lastOrdinal?: number;
  /** Place of the damage in the file. */
  readonly offset?: number;
  readonly bytes?: number;
}

export type ReportLoss = (loss: LogLoss) => void;

export function lossOf(path: string, { offset, sizeBytes, firstOrdinal, nextOrdinal }: Damage): LogLoss {
  const lastOrdinal = nextOrdinal === undefined ? {} : { lastOrdinal: nextOrdinal - 1 };
  return { path, what: 'records are damaged', firstOrdinal, ...lastOrdinal, offset, bytes: sizeBytes };
}

/** Tells of each damaged place once, however often it is read. */
export function reportOnce(report: ReportLoss | undefined): ReportLoss {
  const told = new Set<string>();
  return (loss) => {
    const place = `${loss.path} ${loss.offset}`;
    if (loss.offset !== undefined && told.has(place)) return;
    told.add(place);
    report?.(loss);
  };
}
