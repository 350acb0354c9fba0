/** Reads what the query protocol, where every value is text, says of a list or a switch. */

/** The members of a list; an empty list arrives as an empty text, and one that is not there as nothing. */
export function listOf<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
