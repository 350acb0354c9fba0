/** HTTP APIs with their routes, integrations and stages, in memory and in the state folder. Shapes are the API's own. */
import { randomName } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { notFound } from './errors.ts';

export interface CorsConfiguration {
  readonly allowCredentials?: boolean;
  readonly allowHeaders?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowOrigins?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAge?: number;
}

export interface Api {
  readonly apiId: string;
  readonly name: string;
  readonly protocolType: 'HTTP';
  readonly createdDate: string;
  readonly description?: string;
  readonly version?: string;
  readonly corsConfiguration?: CorsConfiguration;
  readonly disableExecuteApiEndpoint?: boolean;
  readonly routeSelectionExpression: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Route {
  readonly routeId: string;
  readonly routeKey: string;
  /** `integrations/<id>`. */
  readonly target?: string;
  readonly authorizationType: 'NONE';
  readonly operationName?: string;
}

export interface Integration {
  readonly integrationId: string;
  readonly integrationType: 'AWS_PROXY';
  readonly integrationUri: string;
  readonly payloadFormatVersion: '2.0';
  readonly timeoutInMillis: number;
  readonly integrationMethod: string;
  readonly connectionType: 'INTERNET';
  readonly description?: string;
}

export interface RouteSettings {
  readonly throttlingBurstLimit?: number;
  readonly throttlingRateLimit?: number;
  readonly detailedMetricsEnabled?: boolean;
}

export interface Stage {
  readonly stageName: string;
  readonly autoDeploy: true;
  readonly createdDate: string;
  readonly lastUpdatedDate: string;
  readonly description?: string;
  readonly accessLogSettings?: { readonly destinationArn?: string; readonly format?: string };
  readonly defaultRouteSettings: RouteSettings;
  readonly routeSettings: Readonly<Record<string, RouteSettings>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Everything of one API in one document: an API is small, and is always read whole. */
export interface ApiModel {
  readonly api: Api;
  readonly routes: Readonly<Record<string, Route>>;
  readonly integrations: Readonly<Record<string, Integration>>;
  readonly stages: Readonly<Record<string, Stage>>;
}

export class ApiStore {
  readonly engine: Engine;
  readonly #documents: Documents<ApiModel>;
  readonly #models: Map<string, ApiModel>;

  constructor(engine: Engine) {
    this.engine = engine;
    this.#documents = engine.state.documents('apigateway-apis');
    this.#models = new Map(this.#documents.list().map((model) => [model.api.apiId, model]));
  }

  /** A changed API is another object: what was computed from the old one can be told by identity. */
  find(apiId: string): ApiModel | undefined {
    return this.#models.get(apiId);
  }

  get(apiId: string): ApiModel {
    const model = this.#models.get(apiId);
    if (!model) throw notFound('API', `${this.engine.accountId}:${apiId}`);
    return model;
  }

  put(model: ApiModel): void {
    this.#models.set(model.api.apiId, model);
    this.#documents.put(model.api.apiId, model);
  }

  delete(apiId: string): void {
    this.get(apiId);
    this.#models.delete(apiId);
    this.#documents.delete(apiId);
  }

  list(): ApiModel[] {
    return [...this.#models.values()].toSorted((a, b) => (a.api.apiId < b.api.apiId ? -1 : 1));
  }

  /** Starts with a letter, so that it is a host name. */
  newApiId(): string {
    return `a${randomName(this.engine.random, 9)}`;
  }

  newId(): string {
    return randomName(this.engine.random, 7);
  }

  now(): string {
    return new Date(this.engine.clock.nowMs()).toISOString();
  }

  endpointOf(apiId: string): string {
    const { port } = new URL(this.engine.endpointUrl());
    return `https://${apiId}.execute-api.${this.engine.region}.localhost${port === '' ? '' : `:${port}`}`;
  }
}
