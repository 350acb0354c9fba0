import { expect, test } from '@jest/globals';

import { worldWithPlays } from '../world.ts';

const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/plays';
const tag = (Key: string, Value: string) => ({ Key, Value });

test('tags are removed by name; names that are not there do not matter', async () => {
  const { send } = await worldWithPlays({ Tags: [tag('a', '1'), tag('b', '2')] });
  await send('UntagResource', { ResourceArn, TagKeys: ['a', 'absent'] });
  expect(await send('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [tag('b', '2')] });
});
