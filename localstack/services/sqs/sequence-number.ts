/** The `SequenceNumber` of a message in a FIFO queue: 20 digits as AWS's, and greater for each message sent later. */
export function sequenceNumberOf(sequence: number): string {
  return String(18_850_000_000_000_000_000n + BigInt(sequence) * 256n);
}
