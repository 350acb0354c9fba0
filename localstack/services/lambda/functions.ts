/** All functions: remembered, addressed by name or ARN, changed in place. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

import { notImplemented } from '../../engine/aws-error.ts';
import { randomUuid } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { checkRoleTrust } from './act-as-role.ts';
import type { CodeSource, CodeStore, StoredCode } from './code-store.ts';
import { functionAlreadyExists, functionNotFound, preconditionFailed } from './errors.ts';
import { withEventInvoke } from './event-invoke-config.ts';
import { applyConfiguration, defaultConfiguration } from './function-input.ts';
import type { Configuration, ConfigurationInput, NewFunctionInput } from './function-input.ts';
import { functionArn, latestVersion, readAddress, readFunctionName } from './function-name.ts';
import type { EventInvokeConfig, FunctionRecord } from './function-record.ts';
import { Versions } from './versions.ts';
import type { PublishInput } from './versions.ts';

export class Functions {
  readonly #engine: Engine;
  readonly #code: CodeStore;
  readonly #documents: Documents<FunctionRecord>;
  readonly #records: Map<string, FunctionRecord>;
  readonly versions: Versions;

  constructor(engine: Engine, code: CodeStore) {
    this.#engine = engine;
    this.#code = code;
    this.#documents = engine.state.documents<FunctionRecord>('lambda-functions');
    this.#records = new Map(this.#documents.list().map((record) => [record.name, record]));
    this.versions = new Versions(engine);
    const inUse = [...this.#records.values(), ...this.versions.all()];
    code.keepOnly(inUse.map(({ codeSha256 }) => codeSha256));
  }

  list(): FunctionRecord[] {
    return [...this.#records.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Iterates without a copy: for counting on the path of every invocation. */
  all(): Iterable<FunctionRecord> {
    return this.#records.values();
  }

  /** The function with this bare name, if there is one. */
  get(name: string): FunctionRecord | undefined {
    return this.#records.get(name);
  }

  /** The function with this bare name; throws AWS's ResourceNotFoundException. */
  named(name: string): FunctionRecord {
    const record = this.#records.get(name);
    if (!record) throw functionNotFound(functionArn(this.#engine.region, this.#engine.accountId, name));
    return record;
  }

  /** The function as it is now, given by name, partial ARN or ARN, whatever version or alias that says: to change it. */
  latest(nameOrArn: string): FunctionRecord {
    return this.named(readFunctionName(nameOrArn));
  }

  /** The function, or the version of it that a number or an alias says, given by name, partial ARN or ARN: to look at. */
  find(nameOrArn: string, given?: string): FunctionRecord {
    const { name, qualifier } = readAddress(nameOrArn, given);
    const latest = this.named(name);
    if (qualifier === undefined) return latest;
    const number = /^\d+$/u.test(qualifier) ? qualifier : this.versions.alias(name, qualifier)?.version;
    const version = number === latestVersion ? latest : this.versions.version(name, number ?? '');
    if (!version) throw functionNotFound(`${latest.arn}:${qualifier}`);
    const { reservedConcurrency, policy, tags, qualifiedInvokeConfigs } = latest;
    const { eventInvokeConfig: _, ...own } = version;
    const eventInvokeConfig = qualifiedInvokeConfigs?.[qualifier];
    return {
      ...own,
      tags,
      qualifier,
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      ...(policy && { policy }),
      ...(eventInvokeConfig && { eventInvokeConfig }),
    };
  }

  /** Makes the function as it is a version; gives it as one. */
  publish(latest: FunctionRecord, input: PublishInput): { readonly record: FunctionRecord; readonly isNew: boolean } {
    if (latest.liveFolder !== undefined)
      throw notImplemented(`lambda version of the hot-reloaded function ${latest.name}`);
    const { version, isNew } = this.versions.publish(latest, input);
    if (isNew) this.save({ ...latest, lastVersion: Number(version.version) });
    return { record: this.find(latest.name, version.version), isNew };
  }

  create(input: NewFunctionInput, source: CodeSource): FunctionRecord {
    const name = readFunctionName(input.FunctionName);
    if (this.#records.has(name)) throw functionAlreadyExists(name);
    const { accountId, region } = this.#engine;
    const configured = this.#configureNew(input);
    checkRoleTrust(this.#engine, configured.role, functionArn(region, accountId, name));
    return this.save({
      ...configured,
      ...codePart(this.#code.put(source)),
      name,
      arn: functionArn(region, accountId, name),
      tags: input.Tags ?? {},
      ...this.#newRevision(),
    });
  }

  configure(record: FunctionRecord, input: ConfigurationInput): FunctionRecord {
    checkRevision(record, input.RevisionId);
    const configured = withConfiguration(record, applyConfiguration(record, input));
    if (configured.role !== record.role) checkRoleTrust(this.#engine, configured.role, record.arn);
    return this.save({ ...configured, ...this.#newRevision() });
  }

  /** Replaces the code. With `isDryRun` it only tells what the result would be. */
  replaceCode(
    record: FunctionRecord,
    source: CodeSource,
    { architectures = record.architectures, revisionId, isDryRun = false }: CodeOptions = {},
  ): FunctionRecord {
    checkRevision(record, revisionId);
    const { liveFolder: _, ...rest } = record;
    const replaced = { ...rest, architectures, ...codePart(this.#code.put(source)) };
    return isDryRun ? replaced : this.save({ ...replaced, ...this.#newRevision() });
  }

  /**
   * Makes a function what a template says, in place: what the template leaves out goes back to its default. Nothing
   * happens, and warm environments live on, when nothing differs.
   */
  replace(record: FunctionRecord, input: NewFunctionInput, source: CodeSource): FunctionRecord {
    const { liveFolder: _, ...rest } = withConfiguration(record, this.#configureNew(input));
    const replaced: FunctionRecord = {
      ...rest,
      ...codePart(this.#code.put(source)),
      tags: input.Tags ?? {},
    };
    if (isDeepStrictEqual(replaced, record)) return record;
    if (replaced.role !== record.role) checkRoleTrust(this.#engine, replaced.role, record.arn);
    return this.save({ ...replaced, ...this.#newRevision() });
  }

  #configureNew(input: NewFunctionInput): Configuration {
    const defaults = defaultConfiguration(readFunctionName(input.FunctionName));
    return applyConfiguration({ ...defaults, architectures: input.Architectures ?? defaults.architectures }, input);
  }

  /** The folder with the function's unpacked code. */
  codeFolder({ codeSha256, liveFolder }: FunctionRecord): string {
    return liveFolder ?? this.#code.folderOf(codeSha256);
  }

  /** Remembers a changed record. Environments of another revision end; without a new one they live on. */
  save(record: FunctionRecord): FunctionRecord {
    assert(record.version === undefined && record.qualifier === undefined, 'a published version never changes');
    this.#records.set(record.name, record);
    this.#documents.put(record.name, record);
    return record;
  }

  /** Sets or takes away what is configured for asynchronous invocations of `record`, as it was found. */
  setEventInvoke({ name, qualifier }: FunctionRecord, config: EventInvokeConfig | undefined): FunctionRecord {
    this.save(withEventInvoke(this.named(name), qualifier, config));
    return this.find(name, qualifier);
  }

  delete({ name }: FunctionRecord): void {
    this.#records.delete(name);
    this.#documents.delete(name);
    this.versions.deleteAll(name);
  }

  #newRevision(): Pick<FunctionRecord, 'revisionId' | 'lastModifiedMs'> {
    return { revisionId: randomUuid(this.#engine.random), lastModifiedMs: this.#engine.clock.nowMs() };
  }
}

export interface CodeOptions {
  readonly architectures?: readonly string[];
  readonly revisionId?: string;
  readonly isDryRun?: boolean;
}

function codePart({
  sha256,
  sizeBytes,
  liveFolder,
}: StoredCode): Pick<FunctionRecord, 'codeSha256' | 'codeSizeBytes' | 'liveFolder'> {
  return { codeSha256: sha256, codeSizeBytes: sizeBytes, ...(liveFolder !== undefined && { liveFolder }) };
}

/** The function with another configuration: what the new one leaves out is gone. */
function withConfiguration(record: FunctionRecord, configuration: Configuration): FunctionRecord {
  const { environment: _, deadLetterArn: __, kmsKeyArn: ___, ...kept } = record;
  return { ...kept, ...configuration };
}

export function checkRevision(record: FunctionRecord, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== record.revisionId) throw preconditionFailed();
}
