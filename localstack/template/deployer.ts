/** Deploys and deletes stacks, and remembers them. The one door to everything in this room. */
import { AwsError, validationError } from '../engine/aws-error.ts';
import { faultText } from '../engine/log.ts';
import { randomUuid } from '../engine/random.ts';
import type { CallService, Engine, ResourceType } from '../engine/service.ts';
import type { Documents } from '../engine/state.ts';
import { checkSupport } from './check-support.ts';
import { deleteResource, deployResources } from './deploy-stack.ts';
import { checkExports, exportValue, readOutputs } from './exports.ts';
import { resolveCondition, type Scope } from './intrinsics.ts';
import { creationOrder } from './order.ts';
import { resolveParameters, type ParameterValues } from './parameters.ts';
import type { StackEvent, StackRecord } from './stack-record.ts';
import { StackTransaction } from './stack-transaction.ts';
import { templateScope } from './template-scope.ts';
import type { Template } from './template.ts';
import { undoAll } from './undo.ts';

export interface DeployerOptions {
  readonly engine: Engine;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly call: CallService;
}

export interface StackRequest {
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: ParameterValues;
  /** `<bucket>/<key>` → path. */
  readonly assets: ReadonlyMap<string, string>;
  onEvent(event: StackEvent): void;
}

export class Deployer {
  readonly #engine: Engine;
  readonly #types: ReadonlyMap<string, ResourceType>;
  readonly #call: CallService;
  readonly #stacks: Documents<StackRecord>;

  constructor({ engine, types, call }: DeployerOptions) {
    this.#engine = engine;
    this.#types = types;
    this.#call = call;
    this.#stacks = engine.state.documents<StackRecord>('stacks');
  }

  stack(stackName: string): StackRecord | undefined {
    return this.#stacks.get(stackName);
  }

  stacks(): StackRecord[] {
    return this.#stacks.list();
  }

  /** Creates or updates the stack; resolves with its record. Rejects with the reason, after undoing, when it cannot. */
  async deploy(request: StackRequest): Promise<StackRecord> {
    const { stackName, template } = request;
    checkSupport(stackName, template, this.#types);
    const parameters = await resolveParameters(template, request.parameters, this.#readSsmParameter);
    const existing = this.#stacks.get(stackName) ?? this.#newStack(stackName, template);
    const isCreation = existing.status === 'CREATE_IN_PROGRESS' || existing.status.startsWith('ROLLBACK');
    const transaction = this.#open(existing, request);
    transaction.change({ status: isCreation ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS', parameters });
    try {
      await this.#makeSo(transaction, existing);
    } catch (fault) {
      const status = await undo(transaction);
      transaction.change({ status: isCreation ? status : `UPDATE_${status}`, statusReason: faultText(fault) });
      throw fault;
    }
    const statusReason = await cleanUp(transaction);
    transaction.change({ template, status: isCreation ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE', statusReason });
    return transaction.stack;
  }

  async #makeSo(transaction: StackTransaction, previous: StackRecord): Promise<void> {
    const imports = new Set<string>();
    const scope = this.#scope(transaction, imports);
    checkRules(transaction.template, scope);
    await deployResources(transaction, scope);
    const outputs = readOutputs(transaction.template, scope);
    checkExports(previous, outputs, this.#stacks.list());
    transaction.change({ outputs, imports: [...imports] });
  }

  /** Deletes the stack and what it made, newest first. A stack that is not there is no error, as at AWS. */
  async delete(stackName: string, onEvent: (event: StackEvent) => void): Promise<void> {
    const stack = this.#stacks.get(stackName);
    if (!stack) return;
    checkExports(stack, [], this.#stacks.list());
    const transaction = this.#open(stack, { template: stack.template, assets: new Map(), onEvent });
    transaction.change({ status: 'DELETE_IN_PROGRESS' });
    const inOrder = creationOrder(stack.template.Resources);
    const strays = transaction.logicalIds().filter((logicalId) => !inOrder.includes(logicalId));
    try {
      for (const logicalId of [...inOrder, ...strays].toReversed()) {
        const resource = transaction.resource(logicalId);
        if (resource) await deleteResource(transaction, resource);
      }
    } catch (fault) {
      transaction.change({ status: 'DELETE_FAILED', statusReason: faultText(fault) });
      throw fault;
    }
    this.#stacks.delete(stackName);
  }

  #open(stack: StackRecord, { template, assets, onEvent }: Pick<StackRequest, 'template' | 'assets' | 'onEvent'>) {
    return new StackTransaction({
      stack,
      template,
      stacks: this.#stacks,
      types: this.#types,
      accountId: this.#engine.accountId,
      region: this.#engine.region,
      call: this.#call,
      nowMs: () => this.#engine.clock.nowMs(),
      assetPath: (bucket, key) => assets.get(`${bucket}/${key}`),
      onEvent,
    });
  }

  #readSsmParameter = async (name: string): Promise<string> => {
    const { Parameter } = await this.#call('ssm', 'GetParameter', { Name: name });
    return String((Parameter as { Value?: unknown }).Value);
  };

  #scope(transaction: StackTransaction, imports: Set<string>): Scope {
    const { stackName, stackId, parameters } = transaction.stack;
    return templateScope(transaction.template, {
      stackName,
      stackId,
      parameters,
      accountId: this.#engine.accountId,
      region: this.#engine.region,
      urlSuffix: `localhost:${new URL(this.#engine.endpointUrl()).port}`,
      resource: (logicalId) => transaction.resource(logicalId),
      exportValue: (name) => exportValue(this.#stacks.list(), name),
      onImport: (name) => void imports.add(name),
    });
  }

  #newStack(stackName: string, template: Template): StackRecord {
    const { region, accountId, random, clock } = this.#engine;
    return {
      stackName,
      stackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${randomUuid(random)}`,
      status: 'CREATE_IN_PROGRESS',
      createdAtMs: clock.nowMs(),
      updatedAtMs: clock.nowMs(),
      template,
      parameters: {},
      resources: {},
      outputs: [],
      imports: [],
    };
  }
}

/** Runs the deletions that waited. One that fails is tried again by the next deployment; as at AWS it fails nothing else. */
async function cleanUp(transaction: StackTransaction): Promise<string> {
  const failures: string[] = [];
  for (const finish of transaction.cleanups) {
    await finish().catch((fault: unknown) => failures.push(faultText(fault)));
  }
  return failures.join('; ');
}

async function undo(transaction: StackTransaction): Promise<'ROLLBACK_COMPLETE' | 'ROLLBACK_FAILED'> {
  try {
    await undoAll(transaction);
    return 'ROLLBACK_COMPLETE';
  } catch (fault) {
    if (fault instanceof AwsError) return 'ROLLBACK_FAILED';
    throw fault;
  }
}

function checkRules({ Rules = {} }: Template, scope: Scope): void {
  for (const [name, { RuleCondition, Assertions }] of Object.entries(Rules)) {
    if (RuleCondition !== undefined && !resolveCondition(RuleCondition, scope)) continue;
    for (const { Assert, AssertDescription } of Assertions) {
      if (resolveCondition(Assert, scope)) continue;
      throw validationError(`Template error: rule ${name} failed${AssertDescription ? `: ${AssertDescription}` : ''}`);
    }
  }
}
