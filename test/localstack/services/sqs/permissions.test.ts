import { AddPermissionCommand, GetQueueAttributesCommand, RemovePermissionCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
let QueueUrl: string;
beforeEach(async () => {
  world = sqsWorld();
  QueueUrl = await world.makeQueue('jobs');
});
afterEach(() => world.close());

const add = (Label: string, Actions: string[], AWSAccountIds = ['111122223333']) =>
  world.client.send(new AddPermissionCommand({ QueueUrl, Label, Actions, AWSAccountIds }));
const remove = (Label: string) => world.client.send(new RemovePermissionCommand({ QueueUrl, Label }));
const policy = async () => {
  const { Attributes } = await world.client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }),
  );
  return Attributes?.['Policy'] === undefined ? undefined : JSON.parse(Attributes['Policy']);
};

test('a permission is a statement of the queue’s policy under its label', async () => {
  await add('senders', ['SendMessage']);
  await add('readers', ['ReceiveMessage', 'DeleteMessage'], ['111122223333', '444455556666']);

  expect(await policy()).toEqual({
    Version: '2008-10-17',
    Id: `${arnOf('jobs')}/SQSDefaultPolicy`,
    Statement: [
      {
        Sid: 'senders',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'SQS:SendMessage',
        Resource: arnOf('jobs'),
      },
      expect.objectContaining({
        Sid: 'readers',
        Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'] },
        Action: ['SQS:ReceiveMessage', 'SQS:DeleteMessage'],
      }),
    ],
  });
});

test('a removed permission is gone, and the policy with the last of them', async () => {
  await add('one', ['SendMessage']);
  await add('two', ['SendMessage']);

  await remove('one');
  expect((await policy()).Statement).toMatchObject([{ Sid: 'two' }]);
  await remove('two');

  expect(await policy()).toBeUndefined();
});

test('a label is taken once, and only a taken one can be removed', async () => {
  await add('one', ['SendMessage']);

  await expect(add('one', ['SendMessage'])).rejects.toMatchObject({
    message: 'Value one for parameter Label is invalid. Reason: Already exists.',
  });
  await expect(remove('none')).rejects.toMatchObject({
    message: "Value none for parameter Label is invalid. Reason: can't find label on existing policy.",
  });
});

test('what only the owner may do cannot be shared', async () => {
  await expect(add('one', ['CreateQueue'])).rejects.toMatchObject({
    message:
      'Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.',
  });
});
