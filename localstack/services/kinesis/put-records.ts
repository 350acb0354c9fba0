import type { Operation } from '../../engine/service.ts';
import { checkInput, type ParameterTable } from '../../engine/validation.ts';
import { invalidArgument } from './errors.ts';
import { hashKey, streamReference } from './parameters.ts';
import {
  checkRecord,
  isPlainRecord,
  recordBytes,
  recordParameters,
  RecordWriter,
  type RecordEntry,
} from './record-writer.ts';
import type { StreamReference, Streams } from './streams.ts';

interface PutRecordsInput extends StreamReference {
  readonly Records: readonly RecordEntry[];
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const recordsMax = 500;
const requestMiBMax = 10;
const requestBytesMax = requestMiBMax * 1024 * 1024;

const entries: ParameterTable = {
  Records: {
    type: 'list',
    required: true,
    lengthMin: 1,
    lengthMax: recordsMax,
    member: { type: 'structure', members: { ...recordParameters, ExplicitHashKey: hashKey } },
  },
};

/** Writes up to 500 records, each for itself: the answer tells of each whether it is in the log. */
export function putRecords(streams: Streams): Operation {
  return {
    // Entries are looked at by `checkEntries`, which has the whole table but needs it only when something is wrong.
    parameters: { ...streamReference, Records: { type: 'list', required: true, lengthMin: 1, lengthMax: recordsMax } },
    run: async (input: PutRecordsInput) => {
      checkEntries(input);
      const stream = streams.usable(input);
      checkSizes(input.Records, stream.document.maxRecordKiB);

      const writer = new RecordWriter(streams, stream);
      for (const entry of input.Records) writer.add(entry);
      const results = await writer.written();

      return { FailedRecordCount: writer.failedCount, Records: results, ...writer.encryptionType };
    },
  };
}

/** The generic check costs more than the rest of the operation, so plain entries, which is nearly all, are let through. */
function checkEntries({ Records }: PutRecordsInput): void {
  if (!Records.every(isPlainRecord)) checkInput('PutRecords', entries, { Records });
}

function checkSizes(records: readonly RecordEntry[], maxRecordKiB: number): void {
  let totalBytes = 0;
  records.forEach((entry, position) => {
    checkRecord(entry, maxRecordKiB, `records.${position + 1}.member.data`);
    totalBytes += recordBytes(entry);
  });
  if (totalBytes > requestBytesMax) throw invalidArgument(`Records size exceeds ${requestMiBMax} MB limit`);
}
