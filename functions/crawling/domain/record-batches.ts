/**
 * Limits of one PutRecords call. The current API page allows 10 MiB for a record and a request, older SDK pages 1 MiB
 * and 5 MiB: the smaller ones hold everywhere. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
const recordsPerCallMax = 500;
export const callSizeBytesMax = 5 * 1024 * 1024;
export const recordSizeBytesMax = 1024 * 1024;

/**
 * Cuts records into as few calls as they fit in, in their order. `sizesBytes` counts data and partition key of each.
 * Gives the indexes of each call. Throws for a record that no call could carry.
 */
export function recordBatches(sizesBytes: readonly number[]): readonly (readonly number[])[] {
  const batches: number[][] = [];
  let batch: number[] = [];
  let batchSizeBytes = 0;
  for (const [index, sizeBytes] of sizesBytes.entries()) {
    if (sizeBytes > recordSizeBytesMax)
      throw new RangeError(`a record must be at most ${recordSizeBytesMax} bytes, got ${sizeBytes}`);
    if (batch.length === recordsPerCallMax || batchSizeBytes + sizeBytes > callSizeBytesMax) {
      batches.push(batch);
      batch = [];
      batchSizeBytes = 0;
    }
    batch.push(index);
    batchSizeBytes += sizeBytes;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
