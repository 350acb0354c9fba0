import { expect, test } from '@jest/globals';

import { codeChallengeOf } from '../../../functions/accounts/pkce.ts';

test('the challenge of RFC 7636, appendix B, is the one that its verifier gives', () => {
  expect(codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});
