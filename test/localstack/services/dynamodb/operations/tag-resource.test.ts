import { expect, test } from '@jest/globals';

import { worldWithPlays } from '../world.ts';

const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/plays';
const tag = (Key: string, Value: string) => ({ Key, Value });

test('a tag is added, or replaces the one of its name', async () => {
  const { send } = await worldWithPlays({ Tags: [tag('a', '1')] });
  await send('TagResource', { ResourceArn, Tags: [tag('a', '2'), tag('b', '3')] });
  expect(await send('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [tag('a', '2'), tag('b', '3')] });
});

test('a table has 50 tags at most', async () => {
  const { send } = await worldWithPlays({ Tags: [tag('a', '1')] });
  const Tags = Array.from({ length: 50 }, (_, index) => tag(`tag-${index}`, 'x'));
  await expect(send('TagResource', { ResourceArn, Tags })).rejects.toThrow(
    'The number of tags exceeds the limit of 50',
  );
});
