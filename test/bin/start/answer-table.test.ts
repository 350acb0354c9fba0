import { expect, test } from '@jest/globals';
import stringWidth from 'string-width';

import { answerTable } from '../../../bin/start/answer-table.ts';
import type { Answer } from '../../../bin/start/read-answers.ts';

const answer: Answer = {
  displayName: 'Ada',
  url: 'https://localhost:4566/x',
  played: 3,
  isExact: true,
  topk: {
    user_id: 'ada',
    window: { zone: 'Europe/Berlin', from: '2026-11-13T23:00:00.000Z', to: '2026-11-20T23:00:00.000Z', days: 7 },
    listens: 3,
    distinct_songs: 2,
    songs: [
      { rank: 1, count: 2, title: 'A title that is much too long for its column', artist: 'B', providers: ['a', 'b'] },
      { rank: 2, count: 1, title: null, artist: null, providers: ['a'] },
    ],
  },
};

test('a row per song, long titles cut, unknown ones said', () => {
  expect(answerTable(answer).split('\n')).toEqual([
    'Ada: 3 plays of 2 songs in 7 days, Europe/Berlin (exact)',
    '  https://localhost:4566/x',
    '    1     2 ×  A title that is much too long for…  B                           a + b',
    '    2     1 ×  (title unknown)                                                 a',
  ]);
});

test('characters that take two columns are counted as two', () => {
  const songs = ['お勉強しといてよ', 'ごめんなさいと言えなくて空を見上げていたあの日'].map((title, index) => ({
    rank: index + 1,
    count: 1,
    title,
    artist: 'B',
    providers: ['a'],
  }));
  const [first = '', second = ''] = answerTable({ ...answer, topk: { ...answer.topk, songs } })
    .split('\n')
    .slice(2);
  const column = (row: string) => stringWidth(row.slice(0, row.indexOf('B')));
  expect([column(first), column(second)]).toEqual([51, 51]);
});

test('an answer that is not exact says what it should have been', () => {
  expect(answerTable({ ...answer, played: 4, isExact: false })).toContain('NOT exact: the histories have 4');
});
