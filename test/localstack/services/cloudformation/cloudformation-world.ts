import { CloudFormationClient } from '@aws-sdk/client-cloudformation';

import { AwsError } from '../../../../localstack/engine/aws-error.ts';
import type { Properties, ResourceType, Service } from '../../../../localstack/engine/service.ts';
import { temporaryState, type State } from '../../../../localstack/engine/state.ts';
import { createCloudformation } from '../../../../localstack/services/cloudformation/index.ts';
import { Deployer } from '../../../../localstack/template/deployer.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

/** Boxes that live on when a cloud is replaced by the next one on the same state. */
export interface Boxes {
  readonly contents: Map<string, Properties>;
  /** Contents that cannot be made, given, or thrown away. */
  readonly faults: Set<unknown>;
  /** Contents that cannot even be looked at. */
  readonly unreadable: Set<unknown>;
  /** While set, boxes wait for it before they are made. */
  gate: Promise<void>;
}

export function newBoxes(): Boxes {
  return { contents: new Map(), faults: new Set(), unreadable: new Set(), gate: Promise.resolve() };
}

function boxType(boxes: Boxes): ResourceType {
  const { contents, faults } = boxes;
  const refuse = (verb: string, content: unknown): void => {
    if (faults.has(content)) throw new AwsError('BoxException', `cannot ${verb} ${String(content)}`);
  };
  return {
    properties: ['BoxName', 'Content', 'Shape', 'Tags'],
    create: async (properties, { generateName }) => {
      await boxes.gate;
      const name = String(properties['BoxName'] ?? generateName(40));
      refuse('make', properties['Content']);
      if (contents.has(name)) throw new AwsError('BoxAlreadyExistsException', `${name} exists`);
      contents.set(name, properties);
      return { physicalId: name, attributes: { Arn: `arn:${name}` } };
    },
    update: async (physicalId, properties, previous) => {
      await boxes.gate;
      if (properties['Shape'] !== previous['Shape']) return 'replace';
      if (boxes.unreadable.has(previous['Content'])) throw new AwsError('BoxException', 'what is that?');
      refuse('change to', properties['Content']);
      contents.set(physicalId, properties);
      return { physicalId, attributes: { Arn: `arn:${physicalId}` } };
    },
    delete: async (physicalId) => {
      await boxes.gate;
      refuse('throw away', physicalId);
      contents.delete(physicalId);
    },
  };
}

export interface CloudformationWorld {
  readonly client: CloudFormationClient;
  readonly deployer: Deployer;
  readonly service: Service;
  readonly state: State;
  readonly boxes: Boxes;
  /** `<bucket>/<key>` → text. */
  readonly objects: Map<string, string>;
  readonly parameters: Map<string, string>;
  /** Resolves when nothing is under way on the stack. */
  settled(stackName: string): Promise<void>;
}

/** CloudFormation over the wire, with one type of resource. Close `state` after the test. */
export function cloudformationWorld(state = temporaryState(), boxes = newBoxes()): CloudformationWorld {
  const objects = new Map<string, string>();
  const parameters = new Map<string, string>();
  const box = boxType(boxes);
  const types = new Map<string, ResourceType>([
    ['Test::Box', box],
    ['AWS::IAM::Role', box],
  ]);
  const deployer = new Deployer({
    engine: testEngine(state),
    types,
    call: async (_service, _operation, { Name }) => {
      const value = parameters.get(String(Name));
      if (value === undefined) throw new AwsError('ParameterNotFound', '');
      return { Parameter: { Value: value } };
    },
  });
  const readObject = async (bucket: string, key: string): Promise<string> => {
    const text = objects.get(`${bucket}/${key}`);
    if (text === undefined) throw new AwsError('ValidationError', `no object ${bucket}/${key}`);
    return text;
  };
  const service = createCloudformation(deployer, readObject);
  const { clientOptions } = inProcess([service]);
  const client = new CloudFormationClient(clientOptions as object);
  return {
    client,
    deployer,
    service,
    state,
    boxes,
    objects,
    parameters,
    settled: (stackName) => deployer.settled(stackName),
  };
}

/** A template of boxes: logical id → properties. */
export function boxTemplate(resources: Readonly<Record<string, object>>, more: object = {}): string {
  const entries = Object.entries(resources).map(([logicalId, Properties]) => [
    logicalId,
    { Type: 'Test::Box', Properties },
  ]);
  return JSON.stringify({ Resources: Object.fromEntries(entries), ...more });
}
