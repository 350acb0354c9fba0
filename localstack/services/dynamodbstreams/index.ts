/** DynamoDB Streams: the API by which programs read what has changed in tables. */
import type { Engine, Service } from '../../engine/service.ts';
import { describeStream } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listStreams } from './list-streams.ts';
import type { TableStreamsDoor } from './table-streams-door.ts';

/** Reads the streams that DynamoDB writes; each reader keeps its own place. */
export function createDynamodbStreams(engine: Engine, streams: TableStreamsDoor): Service {
  return {
    name: 'dynamodbstreams',
    protocol: { kind: 'json', version: '1.0', targetPrefix: 'DynamoDBStreams_20120810' },
    operations: {
      DescribeStream: describeStream(streams),
      GetRecords: getRecords(engine, streams),
      GetShardIterator: getShardIterator(engine, streams),
      ListStreams: listStreams(streams),
    },
  };
}
