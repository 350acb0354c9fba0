import type { Operation } from '../../engine/service.ts';
import { invalidArgument } from './errors.ts';
import { nextToken, streamName } from './parameters.ts';
import { seal, unseal } from './shard-iterator.ts';
import type { Streams } from './streams.ts';

interface ListStreamsInput {
  readonly Limit?: number;
  readonly ExclusiveStartStreamName?: string;
  readonly NextToken?: string;
}

const streamsMaxDefault = 100;

/** Streams in the order of their names, a page at a time. */
export function listStreams(streams: Streams): Operation {
  return {
    parameters: {
      Limit: { type: 'integer', valueMin: 1, valueMax: 10_000 },
      ExclusiveStartStreamName: streamName,
      NextToken: nextToken,
    },
    run: ({ Limit = streamsMaxDefault, ExclusiveStartStreamName, NextToken }: ListStreamsInput) => {
      const after = NextToken === undefined ? ExclusiveStartStreamName : nameIn(NextToken);
      const later = streams.all().filter(({ name }) => after === undefined || name > after);
      const page = later.slice(0, Limit);
      const last = page.at(-1);
      return {
        StreamNames: page.map(({ name }) => name),
        HasMoreStreams: later.length > page.length,
        ...(last && later.length > page.length && { NextToken: seal(['streams', last.name]) }),
        StreamSummaries: page.map(({ arn, document }) => ({
          StreamName: document.name,
          StreamARN: arn,
          StreamStatus: document.status,
          StreamModeDetails: { StreamMode: document.mode },
          StreamCreationTimestamp: document.createdAtMs / 1000,
        })),
      };
    },
  };
}

function nameIn(token: string): string | undefined {
  const [kind, name] = unseal(token) ?? [];
  if (kind !== 'streams') throw invalidArgument('NextToken is invalid.'); // Unsure of the words.
  return name;
}
