import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { createAdmin } from '../../../localstack/admin/index.ts';
import type { AdminOptions } from '../../../localstack/admin/index.ts';
import { allow, IamWorld, roleArn } from '../engine/authorization/support/iam-world.ts';

let world: IamWorld;
beforeEach(() => {
  world = new IamWorld();
});
afterEach(() => world.close());

async function usage(authorizer: AdminOptions['authorizer']) {
  const deployAssembly = () => Promise.reject(new Error('not used here'));
  const { protocol } = createAdmin({ services: () => [], deployAssembly, authorizer });
  if (protocol.kind !== 'http') throw new Error('the admin speaks HTTP');
  const response = await protocol.handle(
    {
      method: 'GET',
      path: '/_cloud/iam/usage',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
      sourceIp: '127.0.0.1',
      isSecure: false,
    },
    { requestId: 'r', accountId: '000000000000', region: 'us-east-1' },
  );
  return { statusCode: response.statusCode, body: JSON.parse(String(response.body)) as unknown };
}

test('the use of permissions can be asked for', async () => {
  await world.makeRole(allow('sqs:SendMessage'));
  expect(await usage(world.authorizer)).toEqual({
    statusCode: 200,
    body: {
      roles: [
        {
          role: roleArn,
          used: [],
          unused: [{ policy: 'may', action: 'sqs:SendMessage', resource: '*', uses: 0 }],
          denied: [],
        },
      ],
    },
  });
});

test('a cloud without IAM says that it has none', async () => {
  expect(await usage(undefined)).toEqual({
    statusCode: 404,
    body: { message: 'Policies are not enforced: the cloud was started with --no-iam.' },
  });
});
