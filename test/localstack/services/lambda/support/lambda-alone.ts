import { openState } from '../../../../../localstack/engine/state.ts';
/**
 * A program that tests kill: Lambda with one function that keeps a connection to the test open for as long as its
 * process lives. Arguments: the state folder and the test's port.
 */
import { LambdaWorld } from './lambda-world.ts';

const [folder = '', port = ''] = process.argv.slice(2);
const world = new LambdaWorld({ state: openState(folder) });
await world.create(
  `import { createConnection } from 'node:net';
   export const handler = async () => {
     createConnection(${port}, '127.0.0.1');
     await new Promise(() => {});
   };`,
);
await world.invoke();
