import { describe, expect, test } from '@jest/globals';

import { evaluate, evaluateForService } from '../../../../localstack/engine/authorization/evaluate.ts';
import type { Policies, Verdict } from '../../../../localstack/engine/authorization/evaluate.ts';
import { account, allow, deny, policy, question, roleArn, session, table } from './support/question.ts';

const allowed = { isAllowed: true };
const reason = (verdict: Verdict): string => (verdict.isAllowed ? 'allowed' : verdict.reason);

function ask(policies: Policies, asked = question()): string {
  return reason(evaluate(asked, policies));
}

describe('identity policies', () => {
  test('nothing is allowed that no policy allows', () => {
    expect(ask({ identity: [policy(allow('dynamodb:PutItem'))] })).toBe(
      'because no identity-based policy allows the dynamodb:GetItem action',
    );
  });

  test('actions are compared without regard to case, resources with it', () => {
    expect(evaluate(question(), { identity: [policy(allow('DynamoDB:getitem', table))] })).toMatchObject(allowed);
    expect(ask({ identity: [policy(allow('dynamodb:GetItem', table.replace('songs', 'Songs')))] })).not.toBe('allowed');
  });

  test('an explicit deny wins over every allow', () => {
    const identity = [policy(allow('*')), policy(deny('dynamodb:*', table))];
    expect(ask({ identity })).toBe('with an explicit deny in an identity-based policy');
  });

  test('NotAction is every other action, NotResource every other resource', () => {
    const notAction = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
    const notResource = { Effect: 'Deny', Action: '*', NotResource: `${table}*` };
    expect(ask({ identity: [policy(notAction, notResource)] })).toBe('allowed');
    expect(ask({ identity: [policy(notAction)] }, question({ action: 'iam:GetRole' }))).not.toBe('allowed');
    const elsewhere = question({ resource: table.replace('songs', 'users') });
    expect(ask({ identity: [policy(notAction, notResource)] }, elsewhere)).toContain('explicit deny');
  });

  test('variables in resources are filled in from the request', () => {
    const identity = [policy(allow('dynamodb:GetItem', table.replace('songs', '${aws:PrincipalTag/table}')))];
    expect(ask({ identity }, question({ keys: { 'aws:principaltag/table': ['songs'] } }))).toBe('allowed');
    expect(ask({ identity })).not.toBe('allowed');
  });

  test('a condition that does not hold takes its statement away', () => {
    const condition = { Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    const identity = [policy(allow('*'), deny('*', '*', condition))];
    expect(ask({ identity }, question({ keys: { 'aws:securetransport': ['true'] } }))).toBe('allowed');
    expect(ask({ identity }, question({ keys: { 'aws:securetransport': ['false'] } }))).toContain('explicit deny');
  });

  test('a condition operator that is not implemented is a denial that names it', () => {
    const identity = [policy(allow('*', '*', { Condition: { StringSounds: { 'aws:Key': 'a' } } }))];
    expect(evaluate(question(), { identity })).toMatchObject({
      isAllowed: false,
      reason: expect.stringContaining('StringSounds is not implemented by the local cloud'),
      unknownOperators: ['StringSounds'],
    });
  });

  test('the permissions that were used are told', () => {
    const identity = [policy(allow(['dynamodb:GetItem', 'dynamodb:Query'], [table, `${table}/index/*`]))];
    expect(evaluate(question(), { identity })).toMatchObject({
      used: [{ action: 'dynamodb:GetItem', resource: table }],
    });
  });
});

describe('limits', () => {
  const identity = [policy(allow('dynamodb:*'))];

  test('a permissions boundary lets through what it allows too', () => {
    expect(ask({ identity, boundary: policy(allow('dynamodb:GetItem')) })).toBe('allowed');
    expect(ask({ identity, boundary: policy(allow('sqs:*')) })).toBe(
      'because no permissions boundary allows the dynamodb:GetItem action',
    );
    expect(ask({ identity, boundary: policy(deny('dynamodb:GetItem')) })).toBe(
      'with an explicit deny in a permissions boundary',
    );
  });

  test('a session policy lets through what it allows too', () => {
    expect(ask({ identity, session: [policy(allow('sqs:*')), policy(allow('dynamodb:Get*'))] })).toBe('allowed');
    expect(ask({ identity, session: [policy(allow('sqs:*'))] })).toBe(
      'because no session policy allows the dynamodb:GetItem action',
    );
  });
});

describe('resource policies', () => {
  const named = (AWS: string) => policy(allow('*', '*', { Principal: { AWS } }));

  test('what names the role, the session or everybody allows by itself', () => {
    for (const name of [roleArn, session.arn, '*'])
      expect(ask({ identity: [], resource: named(name) })).toBe('allowed');
  });

  test('what names the account leaves it to the account’s policies', () => {
    for (const name of [account, `arn:aws:iam::${account}:root`]) {
      expect(ask({ identity: [], resource: named(name) })).toContain('no identity-based policy');
      expect(ask({ identity: [policy(allow('*'))], resource: named(name) })).toBe('allowed');
    }
  });

  test('an explicit deny holds against the role’s own policies', () => {
    const resource = policy(deny('dynamodb:*', '*', { Principal: '*' }));
    expect(ask({ identity: [policy(allow('*'))], resource })).toBe('with an explicit deny in a resource-based policy');
  });

  test('NotPrincipal is everybody else', () => {
    const resource = (AWS: string) => policy(deny('*', '*', { NotPrincipal: { AWS } }));
    expect(ask({ identity: [policy(allow('*'))], resource: resource(roleArn) })).toBe('allowed');
    expect(ask({ identity: [policy(allow('*'))], resource: resource(`${roleArn}s`) })).toContain('explicit deny');
  });

  test('only a session’s own name passes a boundary', () => {
    const boundary = policy(allow('sqs:*'));
    expect(ask({ identity: [], boundary, resource: named(session.arn) })).toBe('allowed');
    expect(ask({ identity: [], boundary, resource: named(roleArn) })).toContain('no permissions boundary');
  });

  test('a key that does not speak for the principal stays closed', () => {
    const closed = { identity: [policy(allow('*'))], mustResourceAllow: true };
    expect(ask(closed)).toBe('because no resource-based policy allows the dynamodb:GetItem action');
    expect(ask({ ...closed, resource: named(account) })).toBe('allowed');
    expect(ask({ ...closed, identity: [], resource: named(account) })).toContain('no identity-based policy');
    expect(ask({ ...closed, identity: [], resource: named(roleArn) })).toBe('allowed');
  });
});

describe('services', () => {
  const principal = { kind: 'service', name: 'events.amazonaws.com', sourceArn: 'arn:aws:events:r:0:rule/x' } as const;
  const asked = question({ principal, action: 'sqs:SendMessage', keys: { 'aws:sourcearn': [principal.sourceArn] } });
  const lets = (Service: string, source: string) =>
    policy(
      allow('sqs:SendMessage', '*', { Principal: { Service }, Condition: { ArnEquals: { 'aws:SourceArn': source } } }),
    );

  test('may do what the resource lets them', () => {
    expect(evaluateForService(asked, lets(principal.name, principal.sourceArn))).toMatchObject(allowed);
  });

  test.each([
    ['without a policy', undefined],
    ['for another service', lets('sns.amazonaws.com', principal.sourceArn)],
    ['for another source', lets(principal.name, 'arn:aws:events:r:0:rule/y')],
  ])('may do nothing %s', (_title, resource) => {
    expect(reason(evaluateForService(asked, resource))).toBe(
      'because no resource-based policy allows the sqs:SendMessage action',
    );
  });

  test('are denied like everybody else', () => {
    const resource = policy(deny('*', '*', { Principal: '*' }));
    expect(reason(evaluateForService(asked, resource))).toBe('with an explicit deny in a resource-based policy');
  });
});
