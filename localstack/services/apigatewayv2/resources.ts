/** `AWS::ApiGatewayV2::{Api,Route,Integration,Stage}`, made through API Gateway's own operations. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, ResourceScope, ResourceType } from '../../engine/service.ts';

/** What the four types differ in. */
interface Kind {
  /** `Api` of `CreateApi`. */
  readonly name: string;
  readonly properties: readonly string[];
  /** Properties that cannot change in place. */
  readonly fixed: readonly string[];
  /** The member that names one, which is also what `Ref` gives. */
  readonly idName: string;
  /** The last part of the ARN under which one is tagged; without it the type has no tags. */
  tagsArnOf?(id: string, apiId: string): string;
  attributesOf?(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html */
const kinds: Readonly<Record<string, Kind>> = {
  'AWS::ApiGatewayV2::Api': {
    name: 'Api',
    properties: [
      'CorsConfiguration',
      'Description',
      'DisableExecuteApiEndpoint',
      'Name',
      'ProtocolType',
      'RouteSelectionExpression',
      'Tags',
      'Version',
    ],
    fixed: ['ProtocolType'],
    tagsArnOf: (apiId) => `/apis/${apiId}`,
    idName: 'apiId',
    attributesOf: ({ apiEndpoint, apiId }) => ({ ApiEndpoint: apiEndpoint, ApiId: apiId }),
  },
  'AWS::ApiGatewayV2::Route': {
    name: 'Route',
    properties: ['ApiId', 'AuthorizationScopes', 'AuthorizationType', 'OperationName', 'RouteKey', 'Target'],
    fixed: ['ApiId'],
    idName: 'routeId',
    attributesOf: ({ routeId }) => ({ RouteId: routeId }),
  },
  'AWS::ApiGatewayV2::Integration': {
    name: 'Integration',
    properties: [
      'ApiId',
      'ConnectionType',
      'Description',
      'IntegrationMethod',
      'IntegrationType',
      'IntegrationUri',
      'PayloadFormatVersion',
      'TimeoutInMillis',
    ],
    fixed: ['ApiId'],
    idName: 'integrationId',
    attributesOf: ({ integrationId }) => ({ IntegrationId: integrationId }),
  },
  'AWS::ApiGatewayV2::Stage': {
    name: 'Stage',
    properties: [
      'AccessLogSettings',
      'ApiId',
      'AutoDeploy',
      'DefaultRouteSettings',
      'Description',
      'RouteSettings',
      'StageName',
      'StageVariables',
      'Tags',
    ],
    fixed: ['ApiId', 'StageName'],
    tagsArnOf: (stageName, apiId) => `/apis/${apiId}/stages/${stageName}`,
    idName: 'stageName',
  },
};

export const resources: Readonly<Record<string, ResourceType>> = Object.fromEntries(
  Object.entries(kinds).map(([typeName, kind]) => [typeName, resourceType(kind)]),
);

/** What a property is when the template no longer has it. */
const unsetValues: Properties = {
  AccessLogSettings: {},
  AuthorizationScopes: [],
  AuthorizationType: 'NONE',
  ConnectionType: 'INTERNET',
  CorsConfiguration: {},
  DefaultRouteSettings: {},
  Description: '',
  DisableExecuteApiEndpoint: false,
  IntegrationMethod: 'POST',
  OperationName: '',
  RouteSelectionExpression: '$request.method $request.path',
  RouteSettings: {},
  StageVariables: {},
  TimeoutInMillis: 30_000,
  Version: '',
};

function resourceType({
  name,
  properties: names,
  fixed,
  idName,
  tagsArnOf,
  attributesOf = () => ({}),
}: Kind): ResourceType {
  const describe = (answer: Record<string, unknown>) => ({
    physicalId: answer[idName] as string,
    attributes: attributesOf(answer),
  });
  return {
    properties: names,

    async create(properties, { call }) {
      return describe(await call('apigateway', `Create${name}`, toInput(properties)));
    },

    async update(physicalId, properties, previous, scope) {
      if (fixed.some((each) => !isSame(properties[each], previous[each]))) return 'replace';
      const gone = Object.keys(previous).filter((each) => !(each in properties) && each !== 'Tags');
      if (gone.some((each) => !(each in unsetValues))) return 'replace';
      const unset = gone.map((each) => [each, unsetValues[each]] as const);
      const changed = Object.entries({ ...Object.fromEntries(unset), ...properties }).filter(
        ([each]) => each === 'ApiId' || (each !== 'Tags' && !fixed.includes(each)),
      );
      const input = { ...toInput(Object.fromEntries(changed)), [idName]: physicalId };
      const answer = await scope.call('apigateway', `Update${name}`, input);
      if (tagsArnOf) await syncTags(tagsArnOf(physicalId, String(input['apiId'])), properties, previous, scope);
      return describe(answer);
    },

    async delete(physicalId, { ApiId }, scope) {
      const owner = ApiId === undefined ? {} : { apiId: ApiId };
      await ignoreMissing(scope, `Delete${name}`, { ...owner, [idName]: physicalId });
    },
  };
}

async function syncTags(path: string, now: Properties, before: Properties, scope: ResourceScope): Promise<void> {
  const resourceArn = `arn:aws:apigateway:${scope.region}::${path}`;
  const tagKeys = Object.keys(before['Tags'] ?? {});
  await scope.call('apigateway', 'UntagResource', { resourceArn, tagKeys });
  await scope.call('apigateway', 'TagResource', { resourceArn, tags: now['Tags'] ?? {} });
}

async function ignoreMissing(
  { call }: ResourceScope,
  operation: string,
  input: Record<string, unknown>,
): Promise<void> {
  try {
    await call('apigateway', operation, input);
  } catch (fault) {
    if (!(fault instanceof AwsError && fault.code === 'NotFoundException')) throw fault;
  }
}

/** Maps whose keys are the user's, not ours. */
const userMaps = new Set(['Tags', 'StageVariables']);
const numbers = new Set(['MaxAge', 'ThrottlingBurstLimit', 'ThrottlingRateLimit', 'TimeoutInMillis']);
const booleans = new Set(['AllowCredentials', 'AutoDeploy', 'DetailedMetricsEnabled', 'DisableExecuteApiEndpoint']);

/** A template's `CorsConfiguration: { MaxAge: '5' }` is the API's `corsConfiguration: { maxAge: 5 }`. */
function toInput(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [lowerFirst(name), toMember(name, value)]),
  );
}

function toMember(name: string, value: unknown): unknown {
  if (numbers.has(name)) return Number(value);
  if (booleans.has(name)) return value === true || value === 'true';
  if (userMaps.has(name) || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (name === 'RouteSettings') {
    const settings = Object.entries(value).map(([routeKey, each]) => [routeKey, toInput(each as Properties)]);
    return Object.fromEntries(settings) as unknown;
  }
  return toInput(value as Properties);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
