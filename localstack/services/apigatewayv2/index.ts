/** Amazon API Gateway, HTTP APIs: the control plane (`apigateway`) and the data plane (`execute-api`). */
import type { Engine, Service } from '../../engine/service.ts';
import { ApiStore } from './api-store.ts';
import { createApi, deleteApi, getApi, getApis, updateApi } from './apis.ts';
import { Gateway } from './data-plane/gateway.ts';
import type { GatewayDoors } from './data-plane/gateway.ts';
import { httpRoutes } from './http-routes.ts';
import {
  createIntegration,
  deleteIntegration,
  getIntegration,
  getIntegrations,
  updateIntegration,
} from './integrations.ts';
import { resources } from './resources.ts';
import { createRoute, deleteRoute, getRoute, getRoutes, updateRoute } from './routes.ts';
import { createStage, deleteStage, getStage, getStages, updateStage } from './stages.ts';
import { getTags, tagResource, untagResource } from './tags.ts';

export interface ApiGatewayServices {
  readonly control: Service;
  readonly dataPlane: Service;
}

export function createApiGateway(engine: Engine, doors: GatewayDoors): ApiGatewayServices {
  const store = new ApiStore(engine);
  const gateway = new Gateway(store, doors);
  return {
    control: {
      name: 'apigateway',
      protocol: { kind: 'rest-json', routes: httpRoutes },
      operations: {
        CreateApi: createApi(store),
        CreateIntegration: createIntegration(store),
        CreateRoute: createRoute(store),
        CreateStage: createStage(store),
        DeleteApi: deleteApi(store),
        DeleteIntegration: deleteIntegration(store),
        DeleteRoute: deleteRoute(store),
        DeleteStage: deleteStage(store),
        GetApi: getApi(store),
        GetApis: getApis(store),
        GetIntegration: getIntegration(store),
        GetIntegrations: getIntegrations(store),
        GetRoute: getRoute(store),
        GetRoutes: getRoutes(store),
        GetStage: getStage(store),
        GetStages: getStages(store),
        GetTags: getTags(store),
        TagResource: tagResource(store),
        UntagResource: untagResource(store),
        UpdateApi: updateApi(store),
        UpdateIntegration: updateIntegration(store),
        UpdateRoute: updateRoute(store),
        UpdateStage: updateStage(store),
      },
      resources,
    },
    dataPlane: {
      name: 'execute-api',
      protocol: { kind: 'http', handle: (request, call) => gateway.handle(request, call) },
      operations: {},
    },
  };
}
