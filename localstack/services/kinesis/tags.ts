/** Tags of a stream. https://docs.aws.amazon.com/streams/latest/dev/tagging.html */
import { invalidArgument } from './errors.ts';

export type Tags = Readonly<Record<string, string>>;

const tagsMax = 50;
const keyLengthMax = 128;

/** Throws unless keys and values are made of the characters that AWS takes. */
function checkTagCharacters(texts: readonly string[]): void {
  if (texts.every((text) => /^[\p{L}\p{N}\p{Z}_./=+\-@:]*$/u.test(text))) return;
  throw invalidArgument(
    'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.',
  );
}

/** `tags` with `added` over them. Throws when there are too many or one is malformed. */
export function withTags(streamName: string, accountId: string, tags: Tags, added: Tags): Tags {
  checkTagCharacters([...Object.keys(added), ...Object.values(added)]);
  const tooLong = Object.keys(added).find((key) => key.length === 0 || key.length > keyLengthMax);
  // Unsure of the words.
  if (tooLong !== undefined)
    throw invalidArgument(`The tag key '${tooLong}' must have 1 to ${keyLengthMax} characters.`);
  const together = { ...tags, ...added };
  if (Object.keys(together).length <= tagsMax) return together;
  throw invalidArgument(
    `Failed to add tags to stream ${streamName} under account ${accountId} because a given stream cannot have more ` +
      `than ${tagsMax} tags associated with it.`,
  );
}

/** `tags` without those keys; keys that are not there are no matter. */
export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  checkTagCharacters(keys);
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

/** As lists of the wire, in the order of their keys. */
export function tagShapes(tags: Tags): { Key: string; Value: string }[] {
  return Object.keys(tags)
    .sort()
    .map((key) => ({ Key: key, Value: tags[key] ?? '' }));
}
