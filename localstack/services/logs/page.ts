/** A page of a sorted list; the token is the place of the last item given out. */

/** `keyOf` gives what the list is sorted by. */
export function pageAfter<T>(
  items: readonly T[],
  limit: number,
  token: string | undefined,
  keyOf: (item: T) => string,
): { readonly items: readonly T[]; readonly nextToken?: string } {
  const lastKey = token === undefined ? undefined : Buffer.from(token, 'base64').toString();
  const start = lastKey === undefined ? 0 : items.findIndex((item) => keyOf(item) === lastKey) + 1;
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  const isMore = start + page.length < items.length;
  return isMore && last !== undefined
    ? { items: page, nextToken: Buffer.from(keyOf(last)).toString('base64') }
    : { items: page };
}
