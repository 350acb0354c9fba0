/** CreateRoute, GetRoute, GetRoutes, UpdateRoute and DeleteRoute. */
import { notImplemented } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import type { ApiModel, ApiStore, Route } from './api-store.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { merge, pageOf, pageParameters } from './page.ts';
import type { Page } from './page.ts';

interface RouteInput {
  readonly apiId: string;
  readonly routeKey: string;
  readonly target?: string;
  readonly authorizationType?: string;
  readonly authorizationScopes?: readonly string[];
  readonly operationName?: string;
}

const id = { type: 'string', required: true } as const;

const changeable: ParameterTable = {
  target: { type: 'string', lengthMax: 128 },
  authorizationType: { type: 'string' },
  authorizationScopes: { type: 'list', member: { type: 'string' } },
  operationName: { type: 'string', lengthMax: 64 },
};

export function createRoute(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, routeKey: id, ...changeable },
    run({ apiId, routeKey, authorizationType, authorizationScopes, ...others }: RouteInput) {
      const model = store.get(apiId);
      checkAuthorization({ authorizationType, authorizationScopes });
      checkRouteKey(model, routeKey);
      checkTarget(model, others.target);
      const route = merge<Route>({ routeId: store.newId(), routeKey, authorizationType: 'NONE' }, others);
      store.put({ ...model, routes: { ...model.routes, [route.routeId]: route } });
      return describe(route);
    },
  };
}

interface NamedRoute {
  readonly apiId: string;
  readonly routeId: string;
}

export function getRoute(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, routeId: id },
    run: ({ apiId, routeId }: NamedRoute) => describe(find(store.get(apiId), routeId)),
  };
}

export function getRoutes(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, ...pageParameters },
    run({ apiId, ...page }: Page & { readonly apiId: string }) {
      return pageOf(Object.values(store.get(apiId).routes).map(describe), page, ({ routeId }) => routeId);
    },
  };
}

export function updateRoute(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, routeId: id, routeKey: { type: 'string' }, ...changeable },
    run(input: NamedRoute & Partial<RouteInput>) {
      const { apiId, routeId, authorizationType, authorizationScopes, ...changes } = input;
      const model = store.get(apiId);
      const known = find(model, routeId);
      checkAuthorization({ authorizationType, authorizationScopes });
      if (changes.routeKey !== undefined && changes.routeKey !== known.routeKey) checkRouteKey(model, changes.routeKey);
      checkTarget(model, changes.target);
      const route = merge(known, changes);
      store.put({ ...model, routes: { ...model.routes, [routeId]: route } });
      return describe(route);
    },
  };
}

export function deleteRoute(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, routeId: id },
    run({ apiId, routeId }: NamedRoute) {
      const model = store.get(apiId);
      find(model, routeId);
      const { [routeId]: _gone, ...routes } = model.routes;
      store.put({ ...model, routes });
    },
  };
}

function find(model: ApiModel, routeId: string): Route {
  const route = model.routes[routeId];
  if (!route) throw notFound('Route', routeId);
  return route;
}

function checkAuthorization({
  authorizationType = 'NONE',
  authorizationScopes = [],
}: {
  readonly authorizationType?: string | undefined;
  readonly authorizationScopes?: readonly string[] | undefined;
}): void {
  if (authorizationType !== 'NONE') throw notImplemented(`apigateway route authorizationType ${authorizationType}`);
  if (authorizationScopes.length > 0) throw badRequest('Scopes are only supported for JWT authorizers');
}

const methods = 'GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY';
const routeKeyPattern = new RegExp(
  `^(?:\\$default|(?:${methods}) (?:/|(?:/(?:[^/{}\\s]+|\\{[\\w.-]+\\+?\\}))+/?))$`,
  'u',
);

/** `$default`, or a method and a path whose greedy variable, if any, comes last. */
function checkRouteKey(model: ApiModel, routeKey: string): void {
  if (!routeKeyPattern.test(routeKey) || /\+\}\/./u.test(routeKey)) {
    throw badRequest(`The provided route key is not formatted properly for HTTP protocol: ${routeKey}`);
  }
  if (Object.values(model.routes).some((route) => route.routeKey === routeKey)) {
    throw conflict(`Route with key ${routeKey} already exists for this API`);
  }
}

function checkTarget(model: ApiModel, target: string | undefined): void {
  if (target === undefined) return;
  const integrationId = target.replace(/^integrations\//u, '');
  if (!model.integrations[integrationId]) throw badRequest(`Invalid integration target ${target}`);
}

function describe(route: Route) {
  return { ...route, apiKeyRequired: false };
}
