import { expect, test } from '@jest/globals';

import { stages } from '../../lib/config.ts';
import { calledActions } from './support/calls.ts';
import { permissionsOf } from './support/permissions.ts';
import { synthesized } from './support/synthesized.ts';

/** What Lambda itself does with a function's role: its log, the source that it polls, what it gave up. */
const ofLambdaItself =
  /^(logs:.*|kinesis:(Describe|Get|List|Subscribe).*|sqs:(DeleteMessage|GetQueueAttributes|ReceiveMessage).*|.* \w+Failed)$/;

/**
 * Calls that a bundle carries because an adapter is one piece, while its function's ports do not offer them:
 * the readers and openers of tokens in oauth-service, the other half of the crawl schedule in scheduler and worker.
 */
const neverCalled: Record<string, readonly string[]> = {
  'oauth-service': ['dynamodb:GetItem', 'kms:Decrypt'],
  'crawl-scheduler': ['dynamodb:GetItem'],
  'crawl-worker': ['dynamodb:Query'],
};

const granted = Object.entries(permissionsOf(synthesized(stages.local))).map(([name, permissions]) => {
  const forCode = permissions.filter(({ action, resource }) => !ofLambdaItself.test(`${action} ${resource}`));
  return { name, actions: new Set(forCode.map(({ action }) => action)) };
});

test.each(granted)('$name may do what its code calls, and nothing that its code does not', ({ name, actions }) => {
  const called = [...calledActions(name)].filter((action) => !neverCalled[name]?.includes(action));
  expect(actions).toEqual(new Set(called));
});

test.each(granted)('what $name carries without ever calling it, it is not allowed either', ({ name, actions }) => {
  const carried = calledActions(name);
  for (const action of neverCalled[name] ?? [])
    expect([action, carried.has(action), actions.has(action)]).toEqual([action, true, false]);
  expect(actions.size).toBeGreaterThan(0);
});
