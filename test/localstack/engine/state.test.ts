import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { openState, temporaryState } from '../../../localstack/engine/state.ts';

test('documents are there again after a restart, in key order, one collection apart from another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'state-test-'));
  const first = openState(folder);
  first.documents<{ n: number }>('a').put('two', { n: 2 });
  first.documents<{ n: number }>('a').put('one', { n: 0 });
  first.documents<{ n: number }>('a').put('one', { n: 1 });
  first.documents<{ n: number }>('b').put('one', { n: 9 });
  first.close();

  const second = openState(folder);
  const again = second.documents<{ n: number }>('a');
  expect(again.list()).toEqual([{ n: 1 }, { n: 2 }]);
  expect([again.delete('one'), again.delete('one'), again.get('one')]).toEqual([true, false, undefined]);
  second.close();
  rmSync(folder, { recursive: true });
});

test('documents follow the cloud to another port', () => {
  const state = temporaryState();
  expect(state.moveAddress('http://127.0.0.1:4566')).toBe(false);
  const documents = state.documents<{ readonly url: string; readonly api: string }>('stacks');
  documents.put('a', { url: 'http://127.0.0.1:4566/0/jobs', api: 'https://x.execute-api.here.localhost:4566' });

  expect(state.moveAddress('http://127.0.0.1:4866')).toBe(true);

  expect(documents.get('a')).toEqual({
    url: 'http://127.0.0.1:4866/0/jobs',
    api: 'https://x.execute-api.here.localhost:4866',
  });
  expect(state.moveAddress('http://127.0.0.1:4866')).toBe(false);
  state.close();
});
