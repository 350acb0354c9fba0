import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { stages } from '../../lib/config.ts';
import { at, synthesized } from './support/synthesized.ts';

const local = synthesized(stages.local);
const production = synthesized(stages.production);

const remembering = ['ControlPlaneStore', 'EventLog', 'ListenStore'];
const working = ['ControlPlane', 'Ingestion', 'Processing', 'Serving'];
const statefulTypes = ['AWS::DynamoDB::Table', 'AWS::Kinesis::Stream', 'AWS::KMS::Key'];

test('the product is three stacks that remember and four that work', () => {
  expect(local.stacks.map(({ name }) => name).toSorted()).toEqual([...remembering, ...working].toSorted());
});

test('every stage is the same stacks and resources', () => {
  const shape = ({ resources }: typeof local) => resources.map(({ stack, id, type }) => `${stack} ${type} ${id}`);
  expect(shape(production)).toEqual(shape(local));
});

test('tables, log and key live in the stacks that remember, and nothing else does', () => {
  for (const { stack, type } of local.resources)
    expect([type, statefulTypes.includes(type)]).toEqual([type, remembering.includes(stack)]);
});

test('ingestion, processing and serving do not depend on each other', () => {
  for (const { name, dependencies } of local.stacks) {
    const stores = remembering.map((store) => `HeavyRotation-${store}`);
    expect([name, dependencies.filter((dependency) => !stores.includes(dependency))]).toEqual([name, []]);
  }
});

test('only ingestion writes the log and only processing reads it', () => {
  const onLog = local
    .ofType('AWS::IAM::Policy')
    .filter(({ properties }) => JSON.stringify(properties).includes('kinesis:'))
    .map(({ stack, id }) => `${stack} ${id.replace(/RoleDefaultPolicy.*/, '')}`);
  expect(onLog).toEqual(['Ingestion CrawlWorker', 'Processing RawEventProcessor', 'Processing Aggregator']);
});

test('each stack that works is reached by real references to the stacks that remember', () => {
  const imports = ({ template }: (typeof local.stacks)[number]) =>
    [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"HeavyRotation-(\w+):/g)].map(([, from]) => String(from));
  const stores = Object.fromEntries(local.stacks.map((stack) => [stack.name, [...new Set(imports(stack))].toSorted()]));
  expect(stores).toEqual({
    ControlPlane: ['ControlPlaneStore'],
    ControlPlaneStore: [],
    EventLog: [],
    Ingestion: ['ControlPlaneStore', 'EventLog'],
    ListenStore: [],
    Processing: ['EventLog', 'ListenStore'],
    Serving: ['ControlPlaneStore', 'ListenStore'],
  });
});

test('tables, log and functions carry the names the product gives them', () => {
  const names = (type: string, property: string) =>
    local.ofType(type).map(({ properties }) => String(properties[property]));
  expect(names('AWS::DynamoDB::Table', 'TableName').toSorted()).toEqual([
    'OAuthStates',
    'SongCatalogue',
    'UserCrawlSchedule',
    'UserDailyTopK',
    'UserListenHistory',
    'UserTokens',
    'Users',
  ]);
  expect(names('AWS::Kinesis::Stream', 'Name')).toEqual(['listens']);
  expect(names('AWS::Lambda::Function', 'FunctionName').toSorted()).toEqual([
    'heavy-rotation-aggregator',
    'heavy-rotation-crawl-scheduler',
    'heavy-rotation-crawl-worker',
    'heavy-rotation-oauth-service',
    'heavy-rotation-raw-event-processor',
    'heavy-rotation-topk-api',
  ]);
});

test('every function has its entry file', () => {
  const functionsFolder = join(import.meta.dirname, '..', '..', 'functions');
  const missing = local
    .ofType('AWS::Lambda::Function')
    .map(({ properties }) => `${String(properties['FunctionName']).replace('heavy-rotation-', '')}.ts`)
    .filter((file) => !existsSync(join(functionsFolder, file)));
  expect(missing).toEqual([]);
});

test('the keys of every table are the contract between those who write and those who read', () => {
  const keys = local
    .ofType('AWS::DynamoDB::Table')
    .map(({ properties }) => [
      properties['TableName'],
      at(properties, 'KeySchema', 0, 'AttributeName'),
      at(properties, 'KeySchema', 1, 'AttributeName'),
    ]);
  expect(keys).toEqual([
    ['Users', 'user_id', undefined],
    ['UserTokens', 'user_id', 'provider'],
    ['UserCrawlSchedule', 'user_id', 'provider'],
    ['OAuthStates', 'state', undefined],
    ['UserListenHistory', 'pk', 'sk'],
    ['UserDailyTopK', 'user_id', 'day'],
    ['SongCatalogue', 'song_id', undefined],
  ]);
});

test('due rows are found through one index of sixteen shards, ordered by time', () => {
  const indexes = local.ofType('AWS::DynamoDB::Table').flatMap(({ properties }) => {
    const found = at(properties, 'GlobalSecondaryIndexes');
    return found === undefined ? [] : [[properties['TableName'], found]];
  });
  expect(indexes).toEqual([
    [
      'UserCrawlSchedule',
      [
        {
          IndexName: 'due',
          KeySchema: [
            { AttributeName: 'due_shard', KeyType: 'HASH' },
            { AttributeName: 'next_crawl_at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    ],
  ]);
  const schedule = local.ofType('AWS::DynamoDB::Table').find(({ id }) => id.startsWith('UserCrawlSchedule'));
  expect(at(schedule?.properties, 'AttributeDefinitions')).toContainEqual({
    AttributeName: 'next_crawl_at',
    AttributeType: 'N',
  });
});

test('the providers are parameters, real ones by default, the same in each stack that has them', () => {
  const parameters = local.stacks.map(({ name, template }) => [
    name,
    Object.fromEntries(Object.entries(template.Parameters ?? {}).map(([id, parameter]) => [id, parameter['Default']])),
  ]);
  const providers = {
    SpotifyClientId: undefined,
    SpotifyAccountsUrl: 'https://accounts.spotify.com',
    SpotifyApiUrl: 'https://api.spotify.com',
    ListenBrainzApiUrl: 'https://api.listenbrainz.org',
  };
  expect(Object.fromEntries(parameters)).toEqual({
    ControlPlane: providers,
    ControlPlaneStore: {},
    EventLog: {},
    Ingestion: { ...providers, CrawlIntervalSeconds: 1_500 },
    ListenStore: {},
    Processing: {},
    Serving: {},
  });
});

test('an operator finds URLs, functions, mappings, queues and tables among the outputs', () => {
  const outputs = local.stacks.flatMap(({ template }) =>
    Object.entries(template.Outputs ?? {}).flatMap(([id, { Export }]) => (Export === undefined ? [id] : [])),
  );
  expect(outputs.toSorted()).toEqual(
    [
      ['OauthUrl', 'TopkUrl', 'ListensStream'],
      ['OauthServiceFunction', 'CrawlSchedulerFunction', 'CrawlWorkerFunction'],
      ['RawEventProcessorFunction', 'AggregatorFunction', 'TopkApiFunction'],
      ['RawEventProcessorMappingId', 'AggregatorMappingId'],
      ['CrawlJobsQueueUrl', 'CrawlJobsDeadQueueUrl', 'CrawlSchedulerFailedQueueUrl'],
      ['ListenPoisonQueueUrl', 'RawEventProcessorFailedQueueUrl', 'AggregatorFailedQueueUrl'],
      ['UsersTable', 'UserTokensTable', 'UserCrawlScheduleTable'],
      ['UserListenHistoryTable', 'UserDailyTopKTable', 'SongCatalogueTable'],
    ]
      .flat()
      .toSorted(),
  );
});

test('the log is provisioned locally and scales itself in production', () => {
  const mode = ({ ofType }: typeof local) =>
    ofType('AWS::Kinesis::Stream').map(({ properties }) => [
      at(properties, 'StreamModeDetails', 'StreamMode'),
      at(properties, 'ShardCount'),
    ]);
  expect(mode(local)).toEqual([['PROVISIONED', 2]]);
  expect(mode(production)).toEqual([['ON_DEMAND', undefined]]);
});
