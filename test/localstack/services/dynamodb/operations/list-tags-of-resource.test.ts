import { expect, test } from '@jest/globals';

import { worldWithPlays } from '../world.ts';

test.each([
  ['plays', 'ValidationException', 'Invalid TableArn: Invalid ResourceArn provided as input plays'],
  ['arn:aws:dynamodb:us-east-1:000000000000:table/other', 'ResourceNotFoundException', 'Requested resource not found'],
])('%s has no tags', async (ResourceArn, code, message) => {
  const { send } = await worldWithPlays();
  await expect(send('ListTagsOfResource', { ResourceArn })).rejects.toMatchObject({ code, message });
});

test('a table without tags has an empty list of them', async () => {
  const { send } = await worldWithPlays();
  const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/plays';
  expect(await send('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [] });
});
