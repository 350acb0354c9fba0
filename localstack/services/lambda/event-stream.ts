/**
 * Messages of an event stream: lengths, headers, payload, each part with its checksum.
 * https://smithy.io/2.0/aws/amazon-eventstream.html
 */
import { crc32 } from 'node:zlib';

/** Two lengths and the checksum over them. */
const preludeBytes = 12;
const checksumBytes = 4;
/** The number that says that a header's value is a string. */
const stringType = 7;

/** One event, as the `type` that the operation's model has. */
export function eventMessage(type: string, contentType: string, payload: Uint8Array): Buffer {
  const headers = Buffer.concat([
    header(':message-type', 'event'),
    header(':event-type', type),
    header(':content-type', contentType),
  ]);
  const totalBytes = preludeBytes + headers.length + payload.length + checksumBytes;
  const message = Buffer.alloc(totalBytes);
  message.writeUInt32BE(totalBytes, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  headers.copy(message, preludeBytes);
  message.set(payload, preludeBytes + headers.length);
  message.writeUInt32BE(crc32(message.subarray(0, totalBytes - checksumBytes)), totalBytes - checksumBytes);
  return message;
}

function header(name: string, value: string): Buffer {
  const bytes = Buffer.alloc(1 + name.length + 3 + value.length);
  bytes.writeUInt8(name.length, 0);
  bytes.write(name, 1, 'latin1');
  bytes.writeUInt8(stringType, 1 + name.length);
  bytes.writeUInt16BE(value.length, 2 + name.length);
  bytes.write(value, 4 + name.length, 'latin1');
  return bytes;
}
