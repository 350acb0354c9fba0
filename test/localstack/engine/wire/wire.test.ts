import { expect, test } from '@jest/globals';

import { AwsError } from '../../../../localstack/engine/aws-error.ts';
import { silentLog } from '../../../../localstack/engine/log.ts';
import { seededRandom } from '../../../../localstack/engine/random.ts';
import type { HttpRequest, Operation, Service } from '../../../../localstack/engine/service.ts';
import { createWire } from '../../../../localstack/engine/wire/wire.ts';

const greet: Operation = {
  parameters: {
    Name: { type: 'string', required: true, lengthMin: 2 },
    Count: { type: 'integer', valueMax: 3 },
    Tags: { type: 'list', member: { type: 'any' } },
  },
  run: ({ Name, Tags }: { Name: string; Tags?: unknown }) => {
    if (Name === 'nobody') throw new AwsError('NobodyException', 'There is nobody <here>.', 404, { Who: Name });
    if (Name === 'broken') throw new TypeError('a mistake of ours');
    return { Greeting: `Hello & ${Name}`, Tags };
  },
};

const services: Service[] = [
  {
    name: 'greeter',
    protocol: { kind: 'json', version: '1.1', targetPrefix: 'Greeter_2026' },
    operations: { Greet: greet },
  },
  {
    name: 'sts',
    protocol: { kind: 'query', apiVersion: '2011-06-15', xmlNamespace: 'https://sts.example/' },
    operations: { Greet: greet },
  },
  {
    name: 'rest',
    protocol: {
      kind: 'rest-json',
      routes: [
        { method: 'GET', path: '/greetings/{Name}', operation: 'Greet', query: { tag: 'Tags' } },
        { method: 'DELETE', path: '/all/{Name+}', operation: 'Greet', statusCode: 204 },
      ],
    },
    operations: { Greet: greet },
  },
];

const wire = createWire({ services, accountId: '0', region: 'here', random: seededRandom(1), log: silentLog });

function request(overrides: Partial<HttpRequest>): HttpRequest {
  return {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
    sourceIp: '127.0.0.1',
    isSecure: false,
    ...overrides,
  };
}

const json = (target: string, body: string) =>
  wire.handle(request({ headers: { 'x-amz-target': target }, body: Buffer.from(body) }));
const scope = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AK/20261120/here/${service}/aws4_request, …`,
});

test('a JSON operation is found by its target and answers JSON', async () => {
  const { statusCode, body } = await json('Greeter_2026.Greet', '{"Name":"Ada"}');
  expect([statusCode, body]).toEqual([200, '{"Greeting":"Hello & Ada"}']);
});

test('an error carries its code, its words and its members', async () => {
  const { statusCode, body } = await json('Greeter_2026.Greet', '{"Name":"nobody"}');
  expect(statusCode).toBe(404);
  expect(JSON.parse(String(body))).toEqual({
    __type: 'NobodyException',
    message: 'There is nobody <here>.',
    Who: 'nobody',
  });
});

test.each([
  ['an operation that is not there', 'Greeter_2026.Wave', '{}', 'greeter.Wave'],
  ['a parameter that is not there', 'Greeter_2026.Greet', '{"Name":"Ada","Loud":true}', 'greeter.Greet.Loud'],
  ['a service that is not there', 'Waver_2020.Wave', '{}', 'Waver_2020'],
])('%s is NotImplemented by name', async (_, target, body, name) => {
  const answer = await json(target, body);
  expect(answer.statusCode).toBe(501);
  expect(JSON.parse(String(answer.body))).toMatchObject({
    __type: 'NotImplemented',
    message: expect.stringContaining(name),
  });
});

test('every broken constraint is named in one ValidationException', async () => {
  const { body } = await json('Greeter_2026.Greet', '{"Name":"A","Count":4}');
  expect(JSON.parse(String(body))).toEqual({
    __type: 'ValidationException',
    message:
      "2 validation errors detected: Value 'A' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2; " +
      "Value '4' at 'count' failed to satisfy constraint: Member must have value less than or equal to 3",
  });
});

test.each(['{"Name":', '[1]', '{"Name":7}'])('the body %s is a SerializationException', async (body) => {
  expect((await json('Greeter_2026.Greet', body)).body).toContain('SerializationException');
});

test('a form becomes nested input and the answer is escaped XML', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const form = 'Action=Greet&Version=2011-06-15&Name=Ada&Tags.member.2.Key=b&Tags.member.1.Key=a%3C';
  const { body } = await wire.handle(request({ headers, body: Buffer.from(form) }));
  expect(body).toContain('<GreetResult><Greeting>Hello &amp; Ada</Greeting><Tags><member><Key>a&lt;</Key></member>');
});

test('a REST operation is found by scope, method and path; path and query become members', async () => {
  const query = new URLSearchParams('tag=x&tag=y');
  const { body } = await wire.handle(
    request({ method: 'GET', path: '/greetings/A%2Fda', query, headers: scope('rest') }),
  );
  expect(JSON.parse(String(body))).toEqual({ Greeting: 'Hello & A/da', Tags: ['x', 'y'] });
});

test('a greedy path segment keeps its slashes', async () => {
  const { statusCode } = await wire.handle(request({ method: 'DELETE', path: '/all/a/b', headers: scope('rest') }));
  expect(statusCode).toBe(204);
});

test('a mistake inside an operation is a 500 that says what happened', async () => {
  const { statusCode, body } = await json('Greeter_2026.Greet', '{"Name":"broken"}');
  expect([statusCode, body]).toEqual([500, expect.stringContaining('a mistake of ours')]);
});

test('neighbours in the process get the same output and the same errors', async () => {
  expect(await wire.call('greeter', 'Greet', { Name: 'Ada' })).toMatchObject({ Greeting: 'Hello & Ada' });
  await expect(wire.call('greeter', 'Greet', { Name: 'nobody' })).rejects.toMatchObject({ code: 'NobodyException' });
});
