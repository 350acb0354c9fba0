/** CreateIntegration, GetIntegration, GetIntegrations, UpdateIntegration and DeleteIntegration. */
import { notImplemented } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import type { ApiModel, ApiStore, Integration } from './api-store.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { merge, pageOf, pageParameters } from './page.ts';
import type { Page } from './page.ts';

interface IntegrationInput {
  readonly apiId: string;
  readonly integrationType: string;
  readonly integrationUri?: string;
  readonly payloadFormatVersion?: string;
  readonly timeoutInMillis?: number;
  readonly integrationMethod?: string;
  readonly connectionType?: string;
  readonly description?: string;
}

interface NamedIntegration {
  readonly apiId: string;
  readonly integrationId: string;
}

const id = { type: 'string', required: true } as const;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const timeoutMs = { least: 50, greatest: 30_000 };

const changeable: ParameterTable = {
  integrationUri: { type: 'string', lengthMin: 1, lengthMax: 2048 },
  payloadFormatVersion: { type: 'string' },
  timeoutInMillis: { type: 'integer', valueMin: timeoutMs.least, valueMax: timeoutMs.greatest },
  // A Lambda function is always called by POST, whatever stands here.
  integrationMethod: { type: 'string' },
  connectionType: { type: 'string' },
  description: { type: 'string', lengthMax: 1024 },
};

/** Lambda functions with payload format 2.0; every other kind is NotImplemented by its value. */
export function createIntegration(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, integrationType: id, ...changeable },
    run({ apiId, integrationType, ...others }: IntegrationInput) {
      const model = store.get(apiId);
      if (integrationType !== 'AWS_PROXY') throw notImplemented(`apigateway integrationType ${integrationType}`);
      if (others.integrationUri === undefined) throw badRequest('Integration URI is required for AWS_PROXY');
      if (others.payloadFormatVersion === undefined) throw badRequest('payloadFormatVersion is a required parameter');
      checkIntegration(others);
      const integration = merge<Integration>(
        {
          integrationId: store.newId(),
          integrationType: 'AWS_PROXY',
          integrationUri: others.integrationUri,
          payloadFormatVersion: '2.0',
          timeoutInMillis: timeoutMs.greatest,
          integrationMethod: 'POST',
          connectionType: 'INTERNET',
        },
        others,
      );
      putIntegration(store, model, integration);
      return integration;
    },
  };
}

export function getIntegration(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, integrationId: id },
    run: ({ apiId, integrationId }: NamedIntegration) => find(store.get(apiId), integrationId),
  };
}

export function getIntegrations(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, ...pageParameters },
    run({ apiId, ...page }: Page & { readonly apiId: string }) {
      return pageOf(Object.values(store.get(apiId).integrations), page, ({ integrationId }) => integrationId);
    },
  };
}

export function updateIntegration(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, integrationId: id, integrationType: { type: 'string' }, ...changeable },
    run({ apiId, integrationId, integrationType, ...changes }: NamedIntegration & Partial<IntegrationInput>) {
      const model = store.get(apiId);
      const known = find(model, integrationId);
      if (integrationType !== undefined && integrationType !== 'AWS_PROXY') {
        throw notImplemented(`apigateway integrationType ${integrationType}`);
      }
      checkIntegration(changes);
      const integration = merge(known, changes);
      putIntegration(store, model, integration);
      return integration;
    },
  };
}

/** An integration that a route still points to stays. */
export function deleteIntegration(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, integrationId: id },
    run({ apiId, integrationId }: NamedIntegration) {
      const model = store.get(apiId);
      find(model, integrationId);
      const users = Object.values(model.routes).filter(({ target }) => target === `integrations/${integrationId}`);
      if (users.length > 0) {
        const keys = users.map(({ routeId }) => routeId).join(', ');
        throw conflict(`Cannot delete Integration. Existing routes [${keys}] are attached to the integration.`);
      }
      const { [integrationId]: _gone, ...integrations } = model.integrations;
      store.put({ ...model, integrations });
    },
  };
}

/** The function's ARN in an integration URI, which is the ARN itself or API Gateway's longer form of it. */
export function functionArnOf(integrationUri: string): string | undefined {
  const arn = /arn:aws:lambda:[^:/]*:[^:/]*:function:[^/]+/u.exec(integrationUri)?.[0];
  const isPlain = arn === integrationUri;
  return isPlain || integrationUri.endsWith(`/functions/${arn}/invocations`) ? arn : undefined;
}

function checkIntegration({ integrationUri, payloadFormatVersion, connectionType }: Partial<IntegrationInput>): void {
  if (integrationUri !== undefined && functionArnOf(integrationUri) === undefined) {
    throw notImplemented(`apigateway integrationUri ${integrationUri}`);
  }
  if (payloadFormatVersion !== undefined && payloadFormatVersion !== '2.0') {
    throw notImplemented(`apigateway payloadFormatVersion ${payloadFormatVersion}`);
  }
  if (connectionType !== undefined && connectionType !== 'INTERNET') {
    throw notImplemented(`apigateway connectionType ${connectionType}`);
  }
}

function putIntegration(store: ApiStore, model: ApiModel, integration: Integration): void {
  store.put({ ...model, integrations: { ...model.integrations, [integration.integrationId]: integration } });
}

function find(model: ApiModel, integrationId: string): Integration {
  const integration = model.integrations[integrationId];
  if (!integration) throw notFound('Integration', integrationId);
  return integration;
}
