/** Joins texts so that no two different lists give the same text: each is preceded by its length in UTF-16 units. */
export const lengthPrefixed = (...parts: readonly string[]): string =>
  parts.map((part) => `${part.length}:${part}`).join('');
