import { expect, test } from '@jest/globals';

import { playsTable, world } from '../world.ts';

test('table names come in order, a page at a time', async () => {
  const { send } = world();
  for (const TableName of ['songs', 'albums', 'plays']) await send('CreateTable', playsTable({ TableName }));

  const first = await send('ListTables', { Limit: 2 });
  expect(first).toEqual({ TableNames: ['albums', 'plays'], LastEvaluatedTableName: 'plays' });
  expect(await send('ListTables', { ExclusiveStartTableName: 'plays', Limit: 2 })).toEqual({ TableNames: ['songs'] });
});
