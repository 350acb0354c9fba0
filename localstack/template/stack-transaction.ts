/** One deployment of one stack while it runs: its record, kept current on disk, and what it would take to undo it. */
import { createHash } from 'node:crypto';

import { AwsError, notImplemented } from '../engine/aws-error.ts';
import { faultText } from '../engine/log.ts';
import type { CallService, ResourceScope, ResourceType } from '../engine/service.ts';
import type { Documents } from '../engine/state.ts';
import type { ResourceRecord, ResourceStatus, StackEvent, StackRecord } from './stack-record.ts';
import type { Template } from './template.ts';
import type { Undo } from './undo.ts';

export interface TransactionOptions {
  readonly stack: StackRecord;
  readonly template: Template;
  readonly stacks: Documents<StackRecord>;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly accountId: string;
  readonly region: string;
  readonly call: CallService;
  nowMs(): number;
  assetPath(bucket: string, key: string): string | undefined;
  onEvent(event: StackEvent): void;
}

export class StackTransaction {
  readonly template: Template;
  readonly undos: Undo[] = [];
  /** Deletions that wait until the rest has succeeded. */
  readonly cleanups: (() => Promise<void>)[] = [];
  readonly #options: TransactionOptions;
  #stack: StackRecord;

  constructor(options: TransactionOptions) {
    this.template = options.template;
    this.#options = options;
    this.#stack = options.stack;
  }

  nowMs = (): number => this.#options.nowMs();

  get stack(): StackRecord {
    return this.#stack;
  }

  /** Changes the stack's own members and writes the record down. */
  change(members: Partial<StackRecord>): void {
    this.#stack = { ...this.#stack, ...members, updatedAtMs: this.nowMs() };
    this.#options.stacks.put(this.#stack.stackName, this.#stack);
  }

  logicalIds(): string[] {
    return Object.keys(this.#stack.resources);
  }

  resource(logicalId: string): ResourceRecord | undefined {
    return this.#stack.resources[logicalId];
  }

  put(record: ResourceRecord): void {
    const previous = this.resource(record.logicalId);
    this.change({ resources: { ...this.#stack.resources, [record.logicalId]: record } });
    if (previous?.status !== record.status || previous.physicalId !== record.physicalId)
      this.tell(record, record.status);
  }

  remove(logicalId: string, status: 'DELETE_COMPLETE' | 'DELETE_SKIPPED'): void {
    const record = this.resource(logicalId);
    const { [logicalId]: _removed, ...resources } = this.#stack.resources;
    this.change({ resources });
    if (record) this.tell(record, status);
  }

  tell(
    record: Pick<ResourceRecord, 'logicalId' | 'type' | 'physicalId'>,
    status: ResourceStatus,
    reason?: string,
  ): void {
    const { logicalId, type, physicalId } = record;
    const event = { atMs: this.nowMs(), stackName: this.#stack.stackName, logicalId, type, physicalId, status };
    this.#options.onEvent(reason === undefined ? event : { ...event, reason });
  }

  /** Runs a step of a resource; a failure is told, and thrown again with the resource's name in front. */
  async attempt<T>(logicalId: string, failed: ResourceStatus, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (fault) {
      const record = this.resource(logicalId);
      if (record) this.tell(record, failed, faultText(fault));
      const code = fault instanceof AwsError ? fault.code : 'ValidationError';
      throw new AwsError(code, `${logicalId} (${record?.type}): ${(fault as Error).message}`, 400);
    }
  }

  type(typeName: string): ResourceType {
    const type = this.#options.types.get(typeName);
    if (!type) throw notImplemented(`Resource type ${typeName}`);
    return type;
  }

  scope(logicalId: string, generation: number): ResourceScope {
    const { accountId, region, call, assetPath } = this.#options;
    const { stackName, stackId } = this.#stack;
    return {
      stackName,
      logicalId,
      accountId,
      region,
      call,
      assetPath,
      generateName: (lengthMax) => generatedName({ stackName, stackId, logicalId, generation, lengthMax }),
    };
  }
}

interface NameParts {
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly generation: number;
  readonly lengthMax: number;
}

/** `<stack>-<logical id>-<12 characters>`: the suffix is a hash, so that a retried creation finds its own name again. */
function generatedName({ stackName, stackId, logicalId, generation, lengthMax }: NameParts): string {
  const hash = createHash('sha256').update(`${stackId} ${logicalId} ${generation}`).digest('base64url');
  const suffix = hash.replace(/[-_]/gu, 'x').slice(0, 12);
  return `${`${stackName}-${logicalId}`.slice(0, lengthMax - suffix.length - 1)}-${suffix}`;
}
