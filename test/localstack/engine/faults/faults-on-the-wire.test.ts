import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';

import { Faults } from '../../../../localstack/engine/faults/faults.ts';
import type { Service } from '../../../../localstack/engine/service.ts';
import { createDynamodb } from '../../../../localstack/services/dynamodb/index.ts';
import { createKinesis } from '../../../../localstack/services/kinesis/index.ts';
import { createS3 } from '../../../../localstack/services/s3/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

let engine: ReturnType<typeof testEngine>;
let faults: Faults;
let options: ReturnType<typeof inProcess>['clientOptions'];

beforeEach(() => {
  engine = testEngine();
  const services: Service[] = [createDynamodb(engine), createKinesis(engine), createS3(engine)];
  faults = new Faults({ ...engine, services: () => services });
  options = inProcess(services, undefined, faults).clientOptions;
});
afterEach(() => engine.state.close());

const TableName = 'plays';
const Item = { id: { S: 'ann' } };

async function table(retries = 0): Promise<DynamoDBClient> {
  const retryStrategy = new ConfiguredRetryStrategy(retries + 1, 0);
  const client = new DynamoDBClient({ ...options, maxAttempts: retries + 1, retryStrategy });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    }),
  );
  await engine.clock.advance(60_000);
  return client;
}

describe('DynamoDB', () => {
  test('throttled twice recovers through the SDK’s own retries', async () => {
    const client = await table(3);
    faults.add({ service: 'dynamodb', operation: 'PutItem', effect: { kind: 'throttle' }, count: 2 });

    const { $metadata } = await client.send(new PutItemCommand({ TableName, Item }));

    expect($metadata.attempts).toBe(3);
    expect(faults.reports()[0]?.injected).toBe(2);
    expect((await client.send(new GetItemCommand({ TableName, Key: Item }))).Item).toEqual(Item);
  });

  test('says that it is throttled in its own words', async () => {
    const client = await table();
    faults.add({ service: 'dynamodb', effect: { kind: 'throttle' } });
    await expect(client.send(new PutItemCommand({ TableName, Item }))).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('has done the work whose reply is dropped, and the SDK asks again', async () => {
    const client = await table(1);
    faults.add({ service: 'dynamodb', operation: 'PutItem', effect: { kind: 'drop-reply' }, count: 1 });

    const putting = client.send(
      new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(id)' }),
    );

    await expect(putting).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      $metadata: { attempts: 2 },
    });
  });

  test('gives back the writes of a batch that did not fit', async () => {
    const client = await table();
    faults.add({
      service: 'dynamodb',
      operation: 'BatchWriteItem',
      effect: { kind: 'throttle' },
      probability: 0.5,
      seed: 3,
    });
    const writes = Array.from({ length: 20 }, (_, index) => ({ PutRequest: { Item: { id: { S: `${index}` } } } }));

    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: writes } }));

    const unprocessed = answer.UnprocessedItems?.[TableName] ?? [];
    expect(unprocessed.length).toBeGreaterThan(0);
    expect(unprocessed.length).toBeLessThan(20);
    for (const write of writes) {
      const { Item: found } = await client.send(new GetItemCommand({ TableName, Key: write.PutRequest.Item }));
      const isGivenBack = unprocessed.some(
        ({ PutRequest }) => PutRequest?.Item?.['id']?.S === write.PutRequest.Item.id.S,
      );
      expect(found === undefined).toBe(isGivenBack);
    }
  });

  test('refuses a batch of which nothing fits', async () => {
    const client = await table();
    faults.add({ service: 'dynamodb', effect: { kind: 'throttle' } });
    const RequestItems = { [TableName]: [{ PutRequest: { Item } }] };
    await expect(client.send(new BatchWriteItemCommand({ RequestItems }))).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
  });
});

describe('Kinesis', () => {
  test('fails records of a batch at their places', async () => {
    const client = new KinesisClient(options);
    await client.send(new CreateStreamCommand({ StreamName: 'listens', ShardCount: 1 }));
    await engine.clock.advance(60_000);
    faults.add({ service: 'kinesis', resource: 'listens', effect: { kind: 'throttle' }, probability: 0.5, seed: 3 });
    const Records = Array.from({ length: 20 }, (_, index) => ({ PartitionKey: `${index}`, Data: Buffer.from('x') }));

    const answer = await client.send(new PutRecordsCommand({ StreamName: 'listens', Records }));

    const failed = answer.Records?.filter(({ ErrorCode }) => ErrorCode === 'ProvisionedThroughputExceededException');
    const stored = answer.Records?.filter(({ SequenceNumber }) => SequenceNumber !== undefined);
    expect(answer.FailedRecordCount).toBe(failed?.length);
    expect(failed?.length).toBeGreaterThan(0);
    expect(stored?.length).toBe(20 - (failed?.length ?? 0));
  });

  test('is down while DynamoDB is not', async () => {
    const client = await table();
    faults.add({ service: 'kinesis', effect: { kind: 'down' } });
    const describing = new KinesisClient(options).send(new DescribeStreamSummaryCommand({ StreamName: 'listens' }));
    await expect(describing).rejects.toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
    await expect(client.send(new PutItemCommand({ TableName, Item }))).resolves.toBeDefined();
  });
});

test('S3 says SlowDown, in XML', async () => {
  const client = new S3Client({ ...options, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'covers' }));
  faults.add({ service: 's3', operation: 'ListBuckets', effect: { kind: 'throttle' }, count: 1 });
  await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'SlowDown' });
  expect((await client.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1);
});
