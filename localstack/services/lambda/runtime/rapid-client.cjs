/**
 * Stands in for the native half of aws-lambda-ric: `--require`d into every execution environment before the runtime
 * client, it answers the load of `rapid-client.node` with the same four functions over `node:http`. Plain CommonJS,
 * because it is on the path of every cold start and Node would spend 10 ms of it on stripping types.
 *
 * Beyond the native client's contract it keeps three promises to the local cloud:
 * - the process ends when the cloud does: the one connection to the Runtime API is its lifeline;
 * - an invocation's output is complete: a marker line follows it on both streams before the answer is posted;
 * - memory in use is told with each marker.
 */
'use strict';

const http = require('node:http');
const Module = require('node:module');

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const invocations = '/2018-06-01/runtime/invocation';
// One socket, so that an answer always reaches the cloud before the request for the next event.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const guarded = new WeakSet();

/** Resolves with the answer's headers and text; a lost connection ends the process, since nobody is left to work for. */
function request(method, path, headers, body) {
  return new Promise((resolve) => {
    const outgoing = http.request({ hostname, port, method, path, headers, agent }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => resolve({ headers: incoming.headers, text: Buffer.concat(chunks).toString('utf8') }));
    });
    outgoing.on('socket', (socket) => {
      if (guarded.has(socket)) return;
      guarded.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => process.exit(1));
    });
    outgoing.on('error', () => process.exit(1));
    outgoing.end(body);
  });
}

/** The request whose output has no marker behind it yet. */
let unmarkedId;

function mark() {
  if (unmarkedId === undefined) return;
  const marker = `\0${unmarkedId} ${process.memoryUsage.rss()}\n`;
  unmarkedId = undefined;
  process.stdout.write(marker);
  process.stderr.write(marker);
}

async function next() {
  // A streamed response goes past this stand-in; what came after it is the request for the next event.
  mark();
  const { headers, text } = await request('GET', `${invocations}/next`, {});
  // The cloud's clock may be a virtual one; how much time is left is the same on every clock.
  const remainingMs = headers['local-cloud-remaining-ms'];
  if (remainingMs !== undefined) headers['lambda-runtime-deadline-ms'] = String(Date.now() + Number(remainingMs));
  unmarkedId = headers['lambda-runtime-aws-request-id'];
  return { bodyJson: text, headers };
}

function post(path, id, body, headers) {
  mark();
  const bytes = Buffer.from(body, 'utf8');
  // The native client blocks until this is answered; here the single socket keeps the order instead.
  void request(
    'POST',
    `${invocations}/${id}/${path}`,
    {
      'content-type': 'application/json',
      'content-length': bytes.length,
      ...headers,
    },
    bytes,
  );
}

const client = {
  initializeClient() {},
  next,
  done: (id, body) => post('response', id, body, {}),
  error: (id, body) => post('error', id, body, { 'lambda-runtime-function-error-type': 'Unhandled' }),
};

const load = Module._load;
Module._load = function loadOrStandIn(name, ...rest) {
  return name.endsWith('rapid-client.node') ? client : load.call(this, name, ...rest);
};
