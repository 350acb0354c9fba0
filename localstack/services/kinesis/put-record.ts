import type { Operation } from '../../engine/service.ts';
import { internalFailure, internalFailureMessage, invalidArgument, rateExceeded } from './errors.ts';
import { hashKey, sequenceNumber, streamReference } from './parameters.ts';
import { checkRecord, recordParameters, RecordWriter, type RecordEntry } from './record-writer.ts';
import { parseSequenceNumber } from './sequence-number.ts';
import type { StreamReference, Streams } from './streams.ts';

interface PutRecordInput extends StreamReference, RecordEntry {
  readonly SequenceNumberForOrdering?: string;
}

/** Writes one record and answers once it is in the log. */
export function putRecord(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      ...recordParameters,
      ExplicitHashKey: hashKey,
      SequenceNumberForOrdering: sequenceNumber,
    },
    run: async (input: PutRecordInput) => {
      const stream = streams.usable(input);
      const { accountId } = streams.engine;
      checkRecord(input, stream.document.maxRecordKiB, 'data');
      checkOrdering(input.SequenceNumberForOrdering, stream.name, accountId);

      const writer = new RecordWriter(streams, stream);
      writer.add(input);
      const [result] = await writer.written();

      if (result?.ErrorMessage === internalFailureMessage) throw internalFailure(writer.fault);
      if (!result || result.ErrorCode) throw rateExceeded(writer.shardIdAt(0), stream.name, accountId);
      return { ...result, ...writer.encryptionType };
    },
  };
}

/** Ours always increase within a shard, so all there is to do is to refuse what is no sequence number. */
function checkOrdering(text: string | undefined, streamName: string, accountId: string): void {
  if (text === undefined || parseSequenceNumber(text)) return;
  throw invalidArgument(
    `ExclusiveMinimumSequenceNumber ${text} used in PutRecord on stream ${streamName} under account ${accountId} is invalid.`,
  );
}
