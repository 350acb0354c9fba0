import { expect, test } from '@jest/globals';

import { permissionLines, type RoleUsage } from '../../bin/permissions/permission-lines.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/songs';
const roles: readonly RoleUsage[] = [
  {
    role: 'arn:aws:iam::000000000000:role/worker',
    used: [
      { policy: 'p', action: 'dynamodb:Get*', resource: table, uses: 120, actions: ['dynamodb:GetItem'] },
      { policy: 'p', action: 'dynamodb:Query', resource: `${table}/index/due`, uses: 7 },
    ],
    unused: [{ policy: 'p', action: 'sqs:SendMessage', resource: '*', uses: 0 }],
    denied: [{ action: 'dynamodb:PutItem', resource: table, reason: 'because …', count: 2 }],
  },
  { role: 'arn:aws:iam::000000000000:role/tidy', used: [], unused: [], denied: [] },
];

test('a role’s permissions are a table: never used, used, denied', () => {
  expect(permissionLines(roles, { isUnusedOnly: false })).toEqual([
    'worker',
    '  never used',
    '     sqs:SendMessage  *',
    '  used',
    '    120 × dynamodb:Get* (dynamodb:GetItem)  dynamodb table/songs',
    '      7 × dynamodb:Query                    dynamodb table/songs/index/due',
    '  denied',
    '    2 × dynamodb:PutItem  dynamodb table/songs',
    '',
    'tidy',
    '',
    '2 roles: 2 permissions used, 1 never used, 2 requests denied since the cloud started.',
  ]);
});

test('only what was never used is shown when that is asked for', () => {
  expect(permissionLines(roles, { isUnusedOnly: true }).slice(0, -1)).toEqual([
    'worker',
    '  never used',
    '     sqs:SendMessage  *',
    '',
  ]);
});
