import { DatabaseSync } from 'node:sqlite';

import { expect, jest, test } from '@jest/globals';

import { validationError } from '../../../../../localstack/engine/aws-error.ts';
import { CommitGroup } from '../../../../../localstack/services/dynamodb/store/commit-group.ts';

function group() {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (n INTEGER PRIMARY KEY)');
  const onRollback = jest.fn();
  const commits = new CommitGroup(database, onRollback);
  const insert = (n: number) => () => {
    commits.join();
    database.prepare('INSERT INTO t VALUES (?)').run(n);
    return n;
  };
  const stored = () =>
    database
      .prepare('SELECT n FROM t ORDER BY n')
      .all()
      .map((row) => row['n']);
  return { database, commits, insert, stored, onRollback };
}

test('writes of one turn are one transaction, and are answered after it is committed', async () => {
  const { database, commits, insert, stored } = group();
  const answers = [commits.durably(insert(1)), commits.durably(insert(2))].map(async (answer) => answer);
  expect(database.isTransaction).toBe(true);
  expect(await Promise.all(answers)).toEqual([1, 2]);
  expect(database.isTransaction).toBe(false);
  expect(stored()).toEqual([1, 2]);
});

test('what only reads is answered at once, unless a group is open', async () => {
  const { commits, insert, stored } = group();
  expect(commits.durably(stored)).toEqual([]);
  void commits.durably(insert(1));
  const answer = commits.durably(stored);
  expect(answer).toBeInstanceOf(Promise);
  expect(await answer).toEqual([1]);
});

test('a refusal leaves the others of its group alone', async () => {
  const { commits, insert, stored } = group();
  const write = commits.durably(insert(1));
  const refusal = commits.durably(() => {
    throw validationError('no');
  });
  await expect(refusal).rejects.toThrow('no');
  await expect(write).resolves.toBe(1);
  expect(stored()).toEqual([1]);
});

test('a mistake before the first write leaves the group alone', async () => {
  const { commits, insert, stored, onRollback } = group();
  const write = commits.durably(insert(1));
  const mistake = commits.durably(() => {
    throw new TypeError('ours');
  });
  await expect(mistake).rejects.toThrow('ours');
  await expect(write).resolves.toBe(1);
  expect(stored()).toEqual([1]);
  expect(onRollback).not.toHaveBeenCalled();
});

test('a fault of the database undoes the whole group and every one of it hears so', async () => {
  const { commits, insert, stored, onRollback } = group();
  const write = commits.durably(insert(1));
  expect(() => commits.durably(insert(1))).toThrow('UNIQUE constraint failed');
  await expect(write).rejects.toThrow('UNIQUE constraint failed');
  expect(stored()).toEqual([]);
  expect(onRollback).toHaveBeenCalledTimes(1);

  await expect(commits.durably(insert(2))).resolves.toBe(2);
  expect(stored()).toEqual([2]);
});
