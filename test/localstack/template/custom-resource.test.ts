import { setImmediate as turn } from 'node:timers/promises';

import { expect, test } from '@jest/globals';

import { AwsError } from '../../../localstack/engine/aws-error.ts';
import { VirtualClock } from '../../../localstack/engine/clock.ts';
import { seededRandom } from '../../../localstack/engine/random.ts';
import type { CallService } from '../../../localstack/engine/service.ts';
import { customResourceType } from '../../../localstack/template/custom-resource.ts';

interface Event {
  readonly RequestType: string;
  readonly ResponseURL: string;
  readonly RequestId: string;
}

/** A provider function and S3, as far as a custom resource sees them. */
function providerWorld(provide: (event: Event, answer: (body: object) => void) => object | undefined) {
  const clock = new VirtualClock(0);
  const objects = new Map<string, string>();
  const events: Event[] = [];
  const stopping = new AbortController();
  const call: CallService = async (service, operation, input) => {
    const key = String(input['Key']);
    if (service === 'lambda') {
      const event = JSON.parse(String(input['Payload'])) as Event;
      events.push(event);
      const path = new URL(event.ResponseURL).pathname;
      const fault = provide(
        event,
        (body) => void objects.set(path.slice(path.lastIndexOf('/') + 1), JSON.stringify(body)),
      );
      return { headers: fault ? { 'x-amz-function-error': 'Unhandled' } : {}, body: JSON.stringify(fault ?? null) };
    }
    if (operation === 'CreateBucket') throw new AwsError('BucketAlreadyOwnedByYou', '');
    if (operation === 'DeleteObject') return { deleted: objects.delete(key) };
    const text = objects.get(key);
    if (text === undefined) throw new AwsError('NoSuchKey', '', 404);
    return { Body: { readAll: () => Buffer.from(text) } };
  };
  const type = customResourceType(
    {
      clock,
      random: seededRandom(1),
      endpointUrl: () => 'http://127.0.0.1:4566',
      stackId: () => 'arn:stack',
      stopping: stopping.signal,
    },
    'Custom::Thing',
  );
  const scope = {
    stackName: 'S',
    logicalId: 'Thing',
    accountId: '0',
    region: 'r',
    call,
    assetPath: () => undefined,
    generateName: () => 'name',
  };
  return { clock, events, objects, stopping, type, scope };
}

/** Lets half seconds pass, with time in between for what each of them sets off. */
async function pass(clock: VirtualClock, seconds: number): Promise<void> {
  for (let half = 0; half < seconds * 2; half += 1) {
    await turn();
    await clock.advance(500);
  }
  await turn();
}

const properties = { ServiceToken: 'arn:aws:lambda:r:0:function:f', Size: 3, IsBig: true, List: [1] };

test('the function is asked, and its answer gives the id and the attributes', async () => {
  const { type, scope, events, objects } = providerWorld(({ RequestId }, answer) => {
    answer({ Status: 'SUCCESS', RequestId, PhysicalResourceId: 'thing', Data: { Colour: 'red' } });
    return undefined;
  });

  expect(await type.create(properties, scope)).toEqual({ physicalId: 'thing', attributes: { Colour: 'red' } });
  expect(events).toMatchObject([
    {
      RequestType: 'Create',
      ResourceType: 'Custom::Thing',
      StackId: 'arn:stack',
      LogicalResourceId: 'Thing',
      ServiceToken: properties.ServiceToken,
      ResourceProperties: { Size: '3', IsBig: 'true', List: ['1'] },
    },
  ]);
  expect(objects.size).toBe(0);
});

test('an update tells what was, and a deletion what is to go', async () => {
  const { type, scope, events } = providerWorld((_, answer) => {
    answer({ Status: 'SUCCESS', PhysicalResourceId: 'thing' });
    return undefined;
  });

  await type.update('thing', properties, { ...properties, Size: 2 }, scope);
  await type.delete('thing', properties, scope);

  expect(events).toMatchObject([
    { RequestType: 'Update', PhysicalResourceId: 'thing', OldResourceProperties: { Size: '2' } },
    { RequestType: 'Delete', PhysicalResourceId: 'thing' },
  ]);
});

test('an answer may come long after the function has ended', async () => {
  const { type, scope, clock, events, objects } = providerWorld(() => undefined);
  const made = type.create(properties, scope);
  await pass(clock, 60);
  objects.set(events[0]?.RequestId ?? '', JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'late' }));
  await pass(clock, 1);
  expect(await made).toMatchObject({ physicalId: 'late' });
});

test.each([
  [
    'a refusal',
    { Status: 'FAILED', Reason: 'no room' },
    /^Received response status \[FAILED\] .* returned: no room \(/u,
  ],
  ['an answer without an id', { Status: 'SUCCESS' }, /^Invalid PhysicalResourceId$/u],
])('%s fails the resource with its reason', async (_, body, message) => {
  const { type, scope } = providerWorld((__, answer) => {
    answer(body);
    return undefined;
  });
  await expect(type.create(properties, scope)).rejects.toThrow(message);
});

test('a function that faults is not waited for', async () => {
  const { type, scope } = providerWorld(() => ({ errorMessage: 'boom' }));
  await expect(type.create(properties, scope)).rejects.toThrow(
    "The custom resource's function failed without an answer: boom",
  );
});

test('without an answer it fails when its time is over', async () => {
  const { type, scope, clock } = providerWorld(() => undefined);
  const failure = type.create({ ...properties, ServiceTimeout: 30 }, scope).catch((fault: unknown) => fault);
  await pass(clock, 31);
  expect(await failure).toMatchObject({
    message: expect.stringMatching(/^CloudFormation did not receive a response from your Custom Resource/u),
  });
});

test('a cloud that stops does not wait for an answer', async () => {
  const { type, scope, stopping } = providerWorld(() => undefined);
  const made = type.create(properties, scope);
  stopping.abort();
  await expect(made).rejects.toMatchObject({ name: 'Interrupted' });
});

test('a topic as the provider is refused by name', async () => {
  const { type, scope } = providerWorld(() => undefined);
  await expect(type.create({ ServiceToken: 'arn:aws:sns:r:0:t' }, scope)).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('arn:aws:sns:r:0:t'),
  });
});
