import { expect, test } from '@jest/globals';

import { stages } from '../../lib/config.ts';
import { at, listAt, synthesized, type Resource } from './support/synthesized.ts';

const local = synthesized(stages.local);
const production = synthesized(stages.production);
const functions = local.ofType('AWS::Lambda::Function');

const nameOf = ({ properties }: Resource) => String(properties['FunctionName']).replace('heavy-rotation-', '');

const providers = ['SPOTIFY_CLIENT_ID', 'SPOTIFY_ACCOUNTS_URL', 'SPOTIFY_API_URL', 'LISTENBRAINZ_API_URL'];

/** The contracts of `functions/<name>.ts`; the compiler checks the stacks against the same names. */
const contracts: Record<string, readonly string[]> = {
  'crawl-scheduler': ['SCHEDULE_TABLE', 'CRAWL_QUEUE_URL', 'LEASE_SECONDS'],
  'crawl-worker': [
    'SCHEDULE_TABLE',
    'TOKENS_TABLE',
    'TOKEN_KEY_ARN',
    'LISTENS_STREAM',
    'CRAWL_INTERVAL_SECONDS',
    ...providers,
  ],
  'raw-event-processor': ['LISTEN_HISTORY_TABLE', 'POISON_QUEUE_URL', 'LISTEN_RETENTION_DAYS'],
  aggregator: ['DAILY_TOPK_TABLE', 'SONG_CATALOGUE_TABLE', 'POISON_QUEUE_URL'],
  'topk-api': ['DAILY_TOPK_TABLE', 'SONG_CATALOGUE_TABLE', 'USERS_TABLE', 'CACHE_TTL_SECONDS'],
  'oauth-service': [
    'USERS_TABLE',
    'TOKENS_TABLE',
    'SCHEDULE_TABLE',
    'OAUTH_STATES_TABLE',
    'TOKEN_KEY_ARN',
    'OAUTH_REDIRECT_URL',
    ...providers,
  ],
};

test('the environment of each function is exactly its contract', () => {
  const environments = functions.map((resource) => [
    nameOf(resource),
    Object.keys(at(resource.properties, 'Environment', 'Variables') ?? {}).toSorted(),
  ]);
  const expected = Object.entries(contracts).map(([name, variables]) => [name, variables.toSorted()]);
  expect(Object.fromEntries(environments)).toEqual(Object.fromEntries(expected));
});

test('no environment variable holds, or is named like, a secret', () => {
  for (const { properties } of functions) {
    for (const [name, value] of Object.entries(at(properties, 'Environment', 'Variables') ?? {})) {
      expect(name).not.toMatch(/SECRET|PASSWORD|CREDENTIAL|PRIVATE|_TOKEN$|API_KEY/);
      expect(JSON.stringify(value)).not.toMatch(/resolve:|password|secret/i);
    }
  }
});

test('every function runs on Node.js 24, arm64, with its memory and timeout written down', () => {
  for (const { properties } of functions) {
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(properties['MemorySize']).toBeGreaterThanOrEqual(256);
    expect(properties['Timeout']).toBeGreaterThan(0);
    expect(properties['Timeout']).toBeLessThanOrEqual(60);
  }
});

test('a function behind an HTTP API gives up before its gateway does', () => {
  const gatewayTimeoutSeconds = 30;
  for (const resource of functions.filter((each) => ['topk-api', 'oauth-service'].includes(nameOf(each))))
    expect(resource.properties['Timeout']).toBeLessThan(gatewayTimeoutSeconds);
});

test('a scheduler run ends before the next one begins', () => {
  const scheduler = functions.find((each) => nameOf(each) === 'crawl-scheduler');
  expect(scheduler?.properties['Timeout']).toBeLessThan(60);
});

test('every function logs to a group of its own that is named after it', () => {
  for (const resource of functions) {
    const groupId = at(resource.properties, 'LoggingConfig', 'LogGroup', 'Ref');
    const group = local
      .ofType('AWS::Logs::LogGroup')
      .find(({ id, stack }) => id === groupId && stack === resource.stack);
    expect(group?.properties['LogGroupName']).toBe(`/aws/lambda/heavy-rotation-${nameOf(resource)}`);
  }
});

test('functions are traced in production only', () => {
  const tracing = (resource: Resource) => at(resource.properties, 'TracingConfig', 'Mode');
  expect(new Set(functions.map(tracing))).toEqual(new Set([undefined]));
  expect(new Set(production.ofType('AWS::Lambda::Function').map(tracing))).toEqual(new Set(['Active']));
});

test('a function that is invoked asynchronously says where its failures go, and how often and late it may run', () => {
  const invokedByServices = local
    .ofType('AWS::Lambda::Permission')
    .filter(({ properties }) => at(properties, 'Principal') === 'events.amazonaws.com')
    .map(({ properties }) => at(properties, 'FunctionName', 'Fn::GetAtt', 0));
  const configured = local.ofType('AWS::Lambda::EventInvokeConfig');

  expect(configured.map(({ properties }) => at(properties, 'FunctionName', 'Ref'))).toEqual(invokedByServices);
  for (const { properties } of configured) {
    expect(properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    expect(at(properties, 'DestinationConfig', 'OnFailure', 'Destination', 'Fn::GetAtt', 0)).toMatch(/Failed/);
  }
});

test('every role is assumed by Lambda alone and has no managed policy', () => {
  for (const { properties } of local.ofType('AWS::IAM::Role')) {
    expect(listAt(properties, 'AssumeRolePolicyDocument', 'Statement').map((each) => at(each, 'Principal'))).toEqual([
      { Service: 'lambda.amazonaws.com' },
    ]);
    expect(properties).not.toHaveProperty('ManagedPolicyArns');
  }
});
