import { expect, test } from '@jest/globals';

import { worldWithPlays } from '../world.ts';

const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/plays';

test('tags are added, replaced, removed and listed', async () => {
  const { send } = await worldWithPlays({ Tags: [{ Key: 'a', Value: '1' }] });
  const tag = (Key: string, Value: string) => ({ Key, Value });

  await send('TagResource', { ResourceArn, Tags: [tag('a', '2'), tag('b', '3')] });
  expect(await send('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [tag('a', '2'), tag('b', '3')] });
  await send('UntagResource', { ResourceArn, TagKeys: ['a', 'absent'] });
  expect(await send('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [tag('b', '3')] });
});

test.each([
  ['plays', 'ValidationException', 'Invalid TableArn: Invalid ResourceArn provided as input plays'],
  [`${ResourceArn}2`, 'ResourceNotFoundException', 'Requested resource not found'],
])('%s has no tags', async (arn, code, message) => {
  const { send } = await worldWithPlays();
  await expect(send('ListTagsOfResource', { ResourceArn: arn })).rejects.toMatchObject({ code, message });
});
