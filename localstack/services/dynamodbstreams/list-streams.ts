import type { Operation } from '../../engine/service.ts';
import { limit, limitDefault } from './parameters.ts';
import type { TableStreamsDoor } from './table-streams-door.ts';

interface ListStreamsInput {
  readonly TableName?: string;
  readonly Limit?: number;
  readonly ExclusiveStartStreamArn?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html */
export const listStreams = (streams: TableStreamsDoor): Operation => ({
  parameters: {
    TableName: { type: 'string', lengthMin: 1, lengthMax: 1024 },
    Limit: limit,
    ExclusiveStartStreamArn: { type: 'string', lengthMin: 37, lengthMax: 1024 },
  },
  run({ TableName, Limit = limitDefault, ExclusiveStartStreamArn: start }: ListStreamsInput) {
    const wanted = streams
      .list()
      .filter(({ arn, tableName }) => isTable(tableName, TableName) && (start === undefined || arn > start));
    const page = wanted.slice(0, Limit);
    const last = wanted.length > page.length ? page.at(-1) : undefined;
    return {
      Streams: page.map(({ arn, label, tableName }) => ({
        StreamArn: arn,
        StreamLabel: label,
        TableName: tableName,
      })),
      ...(last && { LastEvaluatedStreamArn: last.arn }),
    };
  },
});

/** Tables may be named by their ARN as well. */
function isTable(tableName: string, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === tableName || wanted.endsWith(`:table/${tableName}`);
}
