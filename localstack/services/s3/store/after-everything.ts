/** Greater than every text, since SQLite sorts blobs after text: the end of a list that has no end of its own. */
export const afterEverything = new Uint8Array();
