/**
 * AES-256-GCM with the encryption context as additional data: a wrong context fails as a wrong key does.
 *
 * A ciphertext blob: version (1 byte), key id (16), number of the key material (4, big endian), nonce (12), ciphertext,
 * tag (16). AWS's own layout is not public; both are opaque to clients.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export type EncryptionContext = Readonly<Record<string, string>>;

export interface Sealed {
  readonly keyId: string;
  readonly materialNumber: number;
}

const version = 1;
const headerBytes = 21;
const nonceBytes = 12;
const tagBytes = 16;
export const materialBytes = 32;

/**
 * Key material and nonces come from the system's generator, not from the engine's seeded one: two runs with one seed
 * would use the same nonce with the same key, which breaks GCM.
 */
export function newMaterial(sizeBytes = materialBytes): Buffer {
  return randomBytes(sizeBytes);
}

export function seal(sealed: Sealed, material: Buffer, plaintext: Buffer, context: EncryptionContext): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(version);
  Buffer.from(sealed.keyId.replaceAll('-', ''), 'hex').copy(header, 1);
  header.writeUInt32BE(sealed.materialNumber, 17);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', material, nonce).setAAD(additionalData(header, context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, nonce, ciphertext, cipher.getAuthTag()]);
}

/** Which key sealed a blob, or undefined when it is no blob of ours. */
export function readHeader(blob: Buffer): Sealed | undefined {
  if (blob.length < headerBytes + nonceBytes + tagBytes || blob.readUInt8() !== version) return undefined;
  const hex = blob.toString('hex', 1, 17);
  const keyId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { keyId, materialNumber: blob.readUInt32BE(17) };
}

/** The plaintext, or undefined when blob, key and context do not belong together. */
export function open(blob: Buffer, material: Buffer, context: EncryptionContext): Buffer | undefined {
  const header = blob.subarray(0, headerBytes);
  const nonce = blob.subarray(headerBytes, headerBytes + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', material, nonce, { authTagLength: tagBytes })
    .setAAD(additionalData(header, context))
    .setAuthTag(blob.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(blob.subarray(headerBytes + nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    return undefined; // The only failure `final` has: the tag does not fit.
  }
}

/** The order in which a client lists the context's pairs does not matter. */
function additionalData(header: Buffer, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([header, Buffer.from(JSON.stringify(pairs))]);
}
