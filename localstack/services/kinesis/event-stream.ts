/**
 * Messages of `application/vnd.amazon.eventstream`: a prelude of two lengths and its checksum, headers, a payload, and a
 * checksum of it all. https://smithy.io/2.0/aws/amazon-eventstream.html
 */
import { crc32 } from 'node:zlib';

export const eventStreamType = 'application/vnd.amazon.eventstream';

const payloadType = 'application/x-amz-json-1.1';
const preludeBytes = 12;
const checksumBytes = 4;
const stringType = 7;

/** An event of the modelled name. */
export function eventMessage(eventType: string, payload: unknown): Buffer {
  return message({ ':message-type': 'event', ':event-type': eventType, ':content-type': payloadType }, payload);
}

/** A modelled exception, which ends the stream for its reader. */
export function exceptionMessage(exceptionType: string, payload: unknown): Buffer {
  return message(
    { ':message-type': 'exception', ':exception-type': exceptionType, ':content-type': payloadType },
    payload,
  );
}

function message(headers: Readonly<Record<string, string>>, payload: unknown): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)));
  const body = Buffer.from(JSON.stringify(payload));
  const bytes = Buffer.alloc(preludeBytes + head.length + body.length + checksumBytes);
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.writeUInt32BE(head.length, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  head.copy(bytes, preludeBytes);
  body.copy(bytes, preludeBytes + head.length);
  const end = bytes.length - checksumBytes;
  bytes.writeUInt32BE(crc32(bytes.subarray(0, end)), end);
  return bytes;
}

function header(name: string, value: string): Buffer {
  const nameBytes = Buffer.from(name);
  const valueBytes = Buffer.from(value);
  const lengths = Buffer.alloc(3);
  lengths.writeUInt8(stringType, 0);
  lengths.writeUInt16BE(valueBytes.length, 1);
  return Buffer.concat([Buffer.from([nameBytes.length]), nameBytes, lengths, valueBytes]);
}
