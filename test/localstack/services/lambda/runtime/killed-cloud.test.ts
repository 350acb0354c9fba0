import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { temporaryState } from '../../../../../localstack/engine/state.ts';
import { listen } from '../support/listen.ts';

const program = join(import.meta.dirname, '../support/lambda-alone.ts');

test('a function’s process ends by itself when the cloud is killed', async () => {
  const state = temporaryState();
  const { server, port, connected, closed } = await listen();
  const cloud = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, state.folder, String(port)],
    {
      stdio: 'ignore',
    },
  );
  const socket = await connected;

  cloud.kill('SIGKILL');
  await closed;

  expect(socket.destroyed).toBe(true);
  server.close();
  state.close();
});
