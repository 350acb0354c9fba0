import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { callbackPage, escapeHtml } from '../../../../functions/accounts/domain/callback-page.ts';
import { isTimeZone } from '../../../../functions/accounts/domain/check-request.ts';

test.each(['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC', 'Pacific/Kiritimati'])(
  '%s is a time zone',
  (zone) => {
    expect(isTimeZone(zone)).toBe(true);
  },
);

test.each(['', '+02:00', 'Mars/Olympus', 'Europe/Berlin ', '../etc'])('%j is no time zone', (zone) => {
  expect(isTimeZone(zone)).toBe(false);
});

test('a page shows any text as text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', '/') }), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']/);
    }),
  );
  expect(callbackPage('<b>', 'a & b')).toContain('<h1>&lt;b&gt;</h1>\n      <p>a &amp; b</p>');
});
