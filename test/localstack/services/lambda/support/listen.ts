/** A server on loopback, for functions to tell the test that they run, and that they have ended. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** Resolves with the first connection. */
  readonly connected: Promise<Socket>;
  /** Resolves when the first connection is over: the process at its other end has let it go, or is gone. */
  readonly closed: Promise<void>;
}

export async function listen(): Promise<Listening> {
  const server = createServer();
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const closed = new Promise<void>((resolve) => {
    server.once('connection', (socket) => {
      socket.on('error', () => undefined); // A reset connection is over as well.
      socket.once('close', () => resolve());
      socket.resume();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, connected, closed };
}
