import { expect, test } from '@jest/globals';

import { historyTable } from '../../../functions/history/adapters/history-table.ts';
import { historyRow } from '../../../functions/history/domain/history-row.ts';
import { dynamodbWire } from '../../support/dynamodb-wire.ts';
import { listen } from '../../support/listen-builders.ts';

const rows = ['a', 'b'].map((providerKey) => historyRow(listen({ providerKey, durationMs: 201_000 }), 30));
type Item = Record<string, { readonly S?: string; readonly N?: string }>;
type Put = { readonly PutRequest: { readonly Item: Item } };

test('a row goes over the wire with every field, texts as S and numbers as N', async () => {
  const wire = dynamodbWire(() => ({ body: { UnprocessedItems: {} } }));

  expect(await historyTable(wire.dynamodb, 'listens').write(rows)).toEqual([]);

  const { listens: puts } = wire.requests[0]!.input['RequestItems'] as { listens: Put[] };
  expect(wire.requests[0]?.operation).toBe('BatchWriteItem');
  expect(puts).toHaveLength(2);
  expect(Object.keys(puts[0]!.PutRequest.Item).sort()).toEqual(Object.keys(rows[0]!).sort());
  expect(puts[0]!.PutRequest.Item).toMatchObject({
    pk: { S: rows[0]!.pk },
    sk: { S: rows[0]!.sk },
    title: { S: 'Harbour Lights' },
    duration_ms: { N: '201000' },
    expires_at: { N: String(rows[0]!.expires_at) },
  });
});

test('what DynamoDB leaves unprocessed comes back as the rows it was', async () => {
  const wire = dynamodbWire(({ input }) => {
    const { listens: puts } = input['RequestItems'] as { listens: Put[] };
    return { body: { UnprocessedItems: { listens: puts.slice(1) } } };
  });

  expect(await historyTable(wire.dynamodb, 'listens').write(rows)).toEqual([rows[1]]);
});

test('an answer that is an error is a fault', async () => {
  const wire = dynamodbWire(() => ({
    status: 400,
    body: { __type: 'ResourceNotFoundException', message: 'no table' },
  }));
  await expect(historyTable(wire.dynamodb, 'listens').write(rows)).rejects.toThrow('no table');
});
