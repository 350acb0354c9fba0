import { expect, test } from '@jest/globals';

import { readOptions } from '../../../bin/start/options.ts';

test('without arguments everything is as usual', () => {
  expect(readOptions([])).toMatchObject({ kind: 'run', isFresh: false, isOnce: false, port: 4566, histories: [] });
});

test('several files may follow --history', () => {
  const read = readOptions(['--history', 'package.json', 'tsconfig.json', '--fresh']);
  expect(read).toMatchObject({
    kind: 'run',
    isFresh: true,
    histories: [expect.stringMatching(/\/package\.json$/u), expect.stringMatching(/\/tsconfig\.json$/u)],
  });
});

test.each([
  [['--port', 'http'], "--port must be a number from 1 to 65535, got 'http'"],
  [['--port', '70000'], "got '70000'"],
  [['--history', 'none.json'], '--history: there is no file'],
  [['--history', 'test'], 'is a folder, not a file'],
  [['--frsh'], '--frsh'],
  [['fresh'], "'fresh' is not an option"],
])('%j is a mistake that names the offending value', (given, message) => {
  expect(readOptions(given)).toEqual({ kind: 'mistake', message: expect.stringContaining(message) });
});

test('--help wins over everything else', () => {
  expect(readOptions(['--port', 'http', '--help'])).toEqual({ kind: 'help' });
});
