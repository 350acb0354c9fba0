/** CreateApi, GetApi, GetApis, UpdateApi and DeleteApi. */
import { notImplemented } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { Parameter, ParameterTable } from '../../engine/validation.ts';
import type { Api, ApiStore, CorsConfiguration } from './api-store.ts';
import { badRequest } from './errors.ts';
import { merge, pageOf, pageParameters } from './page.ts';
import type { Page } from './page.ts';

interface ApiInput {
  readonly name: string;
  readonly protocolType: string;
  readonly corsConfiguration?: CorsConfiguration;
  readonly description?: string;
  readonly disableExecuteApiEndpoint?: boolean;
  readonly routeSelectionExpression?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly version?: string;
}

const texts: Parameter = { type: 'list', member: { type: 'string' } };

const changeable: ParameterTable = {
  corsConfiguration: {
    type: 'structure',
    members: {
      allowCredentials: { type: 'boolean' },
      allowHeaders: texts,
      allowMethods: texts,
      allowOrigins: texts,
      exposeHeaders: texts,
      maxAge: { type: 'integer', valueMin: -1, valueMax: 86_400 },
    },
  },
  description: { type: 'string', lengthMax: 1024 },
  disableExecuteApiEndpoint: { type: 'boolean' },
  routeSelectionExpression: { type: 'string' },
  version: { type: 'string', lengthMax: 64 },
};

/** HTTP APIs only; WebSocket APIs are not here. */
export function createApi(store: ApiStore): Operation {
  return {
    parameters: {
      name: { type: 'string', required: true, lengthMin: 1, lengthMax: 128 },
      protocolType: { type: 'string', required: true },
      tags: { type: 'map', member: { type: 'string' } },
      ...changeable,
    },
    run(input: ApiInput) {
      const { name, protocolType, tags = {}, ...others } = input;
      if (protocolType !== 'HTTP') throw notImplemented(`apigateway.CreateApi.protocolType ${protocolType}`);
      checkApi(input);
      const api = merge<Api>(
        {
          apiId: store.newApiId(),
          name,
          protocolType: 'HTTP',
          createdDate: store.now(),
          routeSelectionExpression: '$request.method $request.path',
          tags,
        },
        others,
      );
      store.put({ api, routes: {}, integrations: {}, stages: {} });
      return describe(store, api);
    },
  };
}

export function getApi(store: ApiStore): Operation {
  return {
    parameters: { apiId: { type: 'string', required: true } },
    run: ({ apiId }: { readonly apiId: string }) => describe(store, store.get(apiId).api),
  };
}

export function getApis(store: ApiStore): Operation {
  return {
    parameters: pageParameters,
    run(page: Page) {
      const apis = store.list().map(({ api }) => describe(store, api));
      return pageOf(apis, page, ({ apiId }) => apiId);
    },
  };
}

export function updateApi(store: ApiStore): Operation {
  return {
    parameters: { apiId: { type: 'string', required: true }, name: { type: 'string', lengthMin: 1 }, ...changeable },
    run({ apiId, ...changes }: Partial<ApiInput> & { readonly apiId: string }) {
      const model = store.get(apiId);
      checkApi(changes);
      const api = merge(model.api, changes);
      store.put({ ...model, api });
      return describe(store, api);
    },
  };
}

/** Deletes an API with all that belongs to it. */
export function deleteApi(store: ApiStore): Operation {
  return {
    parameters: { apiId: { type: 'string', required: true } },
    run: ({ apiId }: { readonly apiId: string }) => store.delete(apiId),
  };
}

function checkApi({ routeSelectionExpression, corsConfiguration }: Partial<ApiInput>): void {
  if (routeSelectionExpression !== undefined && !isMethodAndPath(routeSelectionExpression)) {
    throw badRequest('HTTP APIs support only $request.method $request.path as the route selection expression');
  }
  if (corsConfiguration?.allowCredentials && corsConfiguration.allowOrigins?.includes('*')) {
    throw badRequest('allowCredentials is not supported when allowOrigins is *');
  }
}

function isMethodAndPath(expression: string): boolean {
  return /^\$\{?request\.method\}? \$\{?request\.path\}?$/u.test(expression);
}

function describe(store: ApiStore, api: Api) {
  return { apiKeySelectionExpression: '$request.header.x-api-key', ...api, apiEndpoint: store.endpointOf(api.apiId) };
}
