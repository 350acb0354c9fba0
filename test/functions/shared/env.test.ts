import { describe, expect, test } from '@jest/globals';

import { readEnv, readWholeNumber } from '../../../functions/shared/env.ts';

describe('readEnv', () => {
  test('gives the named variables and nothing else', () => {
    expect(readEnv(['TABLE', 'QUEUE'], { TABLE: 't', QUEUE: 'q', OTHER: 'o' })).toEqual({ TABLE: 't', QUEUE: 'q' });
  });

  test('names everything that is missing or empty at once', () => {
    expect(() => readEnv(['TABLE', 'QUEUE', 'KEY'], { TABLE: '', QUEUE: 'q' })).toThrow(
      'environment variables are missing: TABLE, KEY',
    );
  });
});

describe('readWholeNumber', () => {
  test('reads a whole number within its range', () => {
    expect(readWholeNumber('DAYS', '30', { min: 9, max: 30 })).toBe(30);
  });

  test.each(['', '8', '31', '9.5', '-9', '1e1', 'ten', ' 9'])('refuses %j and names the variable', (text) => {
    expect(() => readWholeNumber('DAYS', text, { min: 9, max: 30 })).toThrow(
      `DAYS must be a whole number from 9 to 30, got ${JSON.stringify(text)}`,
    );
  });
});
