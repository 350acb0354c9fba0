/** CreateStage, GetStage, GetStages, UpdateStage and DeleteStage. */
import { notImplemented } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { Parameter, ParameterTable } from '../../engine/validation.ts';
import type { ApiModel, ApiStore, Stage } from './api-store.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { merge, pageOf, pageParameters } from './page.ts';
import type { Page } from './page.ts';

interface NamedStage {
  readonly apiId: string;
  readonly stageName: string;
}

type StageInput = NamedStage &
  Partial<Omit<Stage, 'stageName' | 'autoDeploy' | 'createdDate' | 'lastUpdatedDate'>> & {
    readonly autoDeploy?: boolean;
  };

const id = { type: 'string', required: true } as const;

const settings: Parameter = {
  type: 'structure',
  members: {
    throttlingBurstLimit: { type: 'integer', valueMin: 0 },
    throttlingRateLimit: { type: 'number', valueMin: 0 },
    // There are no CloudWatch metrics here yet.
    detailedMetricsEnabled: { type: 'boolean' },
  },
};

const changeable: ParameterTable = {
  accessLogSettings: {
    type: 'structure',
    members: { destinationArn: { type: 'string' }, format: { type: 'string', lengthMax: 1024 } },
  },
  autoDeploy: { type: 'boolean' },
  defaultRouteSettings: settings,
  description: { type: 'string', lengthMax: 1024 },
  routeSettings: { type: 'map', member: settings },
  stageVariables: { type: 'map', member: { type: 'string' } },
};

/** Only stages that deploy by themselves: every change of the API shows at once. */
export function createStage(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, stageName: id, tags: { type: 'map', member: { type: 'string' } }, ...changeable },
    run({ apiId, stageName, autoDeploy = false, ...others }: StageInput) {
      const model = store.get(apiId);
      if (!/^(?:\$default|[\w-]{1,128})$/u.test(stageName)) throw badRequest(`Invalid stage name: ${stageName}`);
      if (!autoDeploy) throw notImplemented('apigateway stages without autoDeploy');
      if (model.stages[stageName]) throw conflict('Stage already exists');
      checkLogGroup(others);
      const now = store.now();
      const made: Stage = {
        stageName,
        autoDeploy: true,
        createdDate: now,
        lastUpdatedDate: now,
        defaultRouteSettings: { detailedMetricsEnabled: false },
        routeSettings: {},
        stageVariables: {},
        tags: {},
      };
      return put(store, model, merge(made, others));
    },
  };
}

export function getStage(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, stageName: id },
    run: ({ apiId, stageName }: NamedStage) => find(store.get(apiId), stageName),
  };
}

export function getStages(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, ...pageParameters },
    run({ apiId, ...page }: Page & { readonly apiId: string }) {
      return pageOf(Object.values(store.get(apiId).stages), page, ({ stageName }) => stageName);
    },
  };
}

export function updateStage(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, stageName: id, ...changeable },
    run({ apiId, stageName, autoDeploy = true, ...changes }: StageInput) {
      const model = store.get(apiId);
      if (!autoDeploy) throw notImplemented('apigateway stages without autoDeploy');
      checkLogGroup(changes);
      return put(store, model, merge(find(model, stageName), { ...changes, lastUpdatedDate: store.now() }));
    },
  };
}

export function deleteStage(store: ApiStore): Operation {
  return {
    parameters: { apiId: id, stageName: id },
    run({ apiId, stageName }: NamedStage) {
      const model = store.get(apiId);
      find(model, stageName);
      const { [stageName]: _gone, ...stages } = model.stages;
      store.put({ ...model, stages });
    },
  };
}

/** Access logs go to CloudWatch Logs; the other destination, Firehose, is not here. */
function checkLogGroup({ accessLogSettings }: Partial<StageInput>): void {
  const arn = accessLogSettings?.destinationArn;
  if (arn !== undefined && !arn.startsWith('arn:aws:logs:')) throw notImplemented(`apigateway access log to ${arn}`);
}

function put(store: ApiStore, model: ApiModel, stage: Stage): Stage {
  store.put({ ...model, stages: { ...model.stages, [stage.stageName]: stage } });
  return stage;
}

function find(model: ApiModel, stageName: string): Stage {
  const stage = model.stages[stageName];
  if (!stage) throw notFound('stage', stageName);
  return stage;
}
