import { AwsError } from '../../engine/aws-error.ts';
import type { Tag } from './store/version.ts';

/** The tags of the header `x-amz-tagging`, which has them as a query string. */
export function parseTags(text: string): Tag[] {
  return [...new URLSearchParams(text)].map(([Key, Value]) => ({ Key, Value }));
}

/** Throws InvalidTag or BadRequest for tags that S3 would not keep. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export function checkTags(tags: readonly Tag[], countMax: number): void {
  if (tags.length > countMax) {
    const kind = countMax === 10 ? 'Object' : 'Bucket';
    throw new AwsError('BadRequest', `${kind} tags cannot be greater than ${countMax}`);
  }
  const keys = new Set<string>();
  for (const { Key = '', Value = '' } of tags) {
    if (Key.length < 1 || Key.length > 128) throw invalidTag('The TagKey you have provided is invalid', Key);
    if (Value.length > 256) throw invalidTag('The TagValue you have provided is invalid', Key);
    if (keys.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', Key);
    keys.add(Key);
  }
}

function invalidTag(message: string, TagKey: string): AwsError {
  return new AwsError('InvalidTag', message, 400, { TagKey });
}
