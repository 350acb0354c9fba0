import { expect, test } from '@jest/globals';

import { signatureOf, signingKey } from '../../../functions/dynamodb/adapters/signing-key.ts';

// The worked example that AWS published with Signature Version 4: ListUsers of IAM, 30 August 2015.
const key = signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20150830/us-east-1/iam/aws4_request');

test('the key of the published example is derived', () => {
  const derived = key.inner.subarray(0, 32).map((byte) => byte ^ 0x36);
  expect(Buffer.from(derived).toString('hex')).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
});

test('the text of the published example gets its signature', () => {
  const text = [
    'AWS4-HMAC-SHA256',
    '20150830T123600Z',
    '20150830/us-east-1/iam/aws4_request',
    'f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59',
  ].join('\n');
  expect(signatureOf(key, text)).toBe('5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7');
});
