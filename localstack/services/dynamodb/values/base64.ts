/** Binary values stay base64 text from the wire to the disk; only sorting and key encoding look at the bytes. */
import { serializationError } from '../../../engine/aws-error.ts';

const alphabet = /^[A-Za-z0-9+/]*={0,2}$/;
/** The last character before the padding, when the bits that nobody reads are zero. */
const cleanBeforeOne = 'AEIMQUYcgkosw048';
const cleanBeforeTwo = 'AQgw';
const equalsSign = 61;

/** The one base64 text of these bytes, so that equal bytes are equal texts. Throws when `text` is no base64. */
export function canonicalBase64(text: string): string {
  if (text.length % 4 !== 0 || !alphabet.test(text)) {
    throw serializationError(`Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`);
  }
  if (!text.endsWith('=') || isClean(text)) return text;
  return Buffer.from(text, 'base64').toString('base64');
}

/** Number of bytes behind a canonical base64 text. */
export function base64SizeBytes(text: string): number {
  const isPadded = text.charCodeAt(text.length - 1) === equalsSign;
  const padding = isPadded ? (text.charCodeAt(text.length - 2) === equalsSign ? 2 : 1) : 0;
  return (text.length / 4) * 3 - padding;
}

function isClean(text: string): boolean {
  return text.endsWith('==')
    ? cleanBeforeTwo.includes(text.charAt(text.length - 3))
    : cleanBeforeOne.includes(text.charAt(text.length - 2));
}
