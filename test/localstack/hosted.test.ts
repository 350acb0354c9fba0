import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { createCloud } from '../../localstack/cloud.ts';
import { hostedTable } from '../../localstack/hosted.ts';

const readme = 'localstack/README.md';
const [begin, end] = ['<!-- hosted: begin -->', '<!-- hosted: end -->'];

/** `UPDATE=1 npm test -- hosted` writes the table anew. */
test('the README lists exactly what the cloud hosts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hosted-'));
  const cloud = await createCloud({ folder, port: 0 });
  const table = hostedTable(cloud.services);
  await cloud.stop();
  rmSync(folder, { recursive: true });

  const text = readFileSync(readme, 'utf8');
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  const current = `${before}${begin}\n\n${table}\n\n${end}${after}`;
  if (process.env['UPDATE']) writeFileSync(readme, current);
  expect(readFileSync(readme, 'utf8')).toBe(current);
});
