/** Lists in pages: `Marker` is the key of the last entry that was shown. Query members arrive as text. */
import type { ParameterTable } from '../../../engine/validation.ts';

export interface PageInput {
  readonly Marker?: string;
  readonly MaxItems?: string | number;
}

export const pageParameters: ParameterTable = { Marker: { type: 'string' }, MaxItems: { type: 'any' } };

export interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly next: { readonly NextMarker?: string };
}

/** The page of `entries`, which are in the order of their keys. */
export function cutPage<Entry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
  { Marker, MaxItems }: PageInput,
  sizeMax: number,
): Page<Entry> {
  const size = Math.min(Number(MaxItems ?? sizeMax) || sizeMax, sizeMax);
  const rest = Marker ? entries.filter((entry) => keyOf(entry) > Marker) : entries;
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  return { entries: shown, next: last && rest.length > size ? { NextMarker: keyOf(last) } : {} };
}
