/** All functions: remembered, addressed by name or ARN, changed in place. */
import { isDeepStrictEqual } from 'node:util';

import { randomUuid } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import type { CodeSource, CodeStore } from './code-store.ts';
import { functionAlreadyExists, functionNotFound, preconditionFailed } from './errors.ts';
import { applyConfiguration, defaultConfiguration } from './function-input.ts';
import type { Configuration, ConfigurationInput, NewFunctionInput } from './function-input.ts';
import { functionArn, readFunctionName } from './function-name.ts';
import type { FunctionRecord } from './function-record.ts';

export class Functions {
  readonly #engine: Engine;
  readonly #code: CodeStore;
  readonly #documents: Documents<FunctionRecord>;
  readonly #records: Map<string, FunctionRecord>;

  constructor(engine: Engine, code: CodeStore) {
    this.#engine = engine;
    this.#code = code;
    this.#documents = engine.state.documents<FunctionRecord>('lambda-functions');
    this.#records = new Map(this.#documents.list().map((record) => [record.name, record]));
    code.keepOnly([...this.#records.values()].map(({ codeSha256 }) => codeSha256));
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

  /** The function with this name, partial ARN or ARN. */
  find(nameOrArn: string, qualifier?: string): FunctionRecord {
    return this.named(readFunctionName(nameOrArn, qualifier));
  }

  create(input: NewFunctionInput, source: CodeSource): FunctionRecord {
    const name = readFunctionName(input.FunctionName);
    if (this.#records.has(name)) throw functionAlreadyExists(name);
    const { accountId, region } = this.#engine;
    const configured = this.#configureNew(input);
    const { sha256, sizeBytes } = this.#code.put(source);
    return this.save({
      ...configured,
      name,
      arn: functionArn(region, accountId, name),
      codeSha256: sha256,
      codeSizeBytes: sizeBytes,
      tags: input.Tags ?? {},
      ...this.#newRevision(),
    });
  }

  configure(record: FunctionRecord, input: ConfigurationInput): FunctionRecord {
    checkRevision(record, input.RevisionId);
    const configured = withConfiguration(record, applyConfiguration(record, input));
    return this.save({ ...configured, ...this.#newRevision() });
  }

  /** Replaces the code. With `isDryRun` it only tells what the result would be. */
  replaceCode(
    record: FunctionRecord,
    source: CodeSource,
    { architectures = record.architectures, revisionId, isDryRun = false }: CodeOptions = {},
  ): FunctionRecord {
    checkRevision(record, revisionId);
    const { sha256, sizeBytes } = this.#code.put(source);
    const replaced = { ...record, architectures, codeSha256: sha256, codeSizeBytes: sizeBytes };
    return isDryRun ? replaced : this.save({ ...replaced, ...this.#newRevision() });
  }

  /**
   * Makes a function what a template says, in place: what the template leaves out goes back to its default. Nothing
   * happens, and warm environments live on, when nothing differs.
   */
  replace(record: FunctionRecord, input: NewFunctionInput, source: CodeSource): FunctionRecord {
    const { sha256, sizeBytes } = this.#code.put(source);
    const replaced: FunctionRecord = {
      ...withConfiguration(record, this.#configureNew(input)),
      codeSha256: sha256,
      codeSizeBytes: sizeBytes,
      tags: input.Tags ?? {},
    };
    if (isDeepStrictEqual(replaced, record)) return record;
    return this.save({ ...replaced, ...this.#newRevision() });
  }

  #configureNew(input: NewFunctionInput): Configuration {
    const defaults = defaultConfiguration(readFunctionName(input.FunctionName));
    return applyConfiguration({ ...defaults, architectures: input.Architectures ?? defaults.architectures }, input);
  }

  /** The folder with the function's unpacked code. */
  codeFolder({ codeSha256 }: FunctionRecord): string {
    return this.#code.folderOf(codeSha256);
  }

  /** Remembers a changed record. Environments of another revision end; without a new one they live on. */
  save(record: FunctionRecord): FunctionRecord {
    this.#records.set(record.name, record);
    this.#documents.put(record.name, record);
    return record;
  }

  delete({ name }: FunctionRecord): void {
    this.#records.delete(name);
    this.#documents.delete(name);
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

/** The function with another configuration: what the new one leaves out is gone. */
function withConfiguration(record: FunctionRecord, configuration: Configuration): FunctionRecord {
  const { environment: _, deadLetterArn: __, kmsKeyArn: ___, ...kept } = record;
  return { ...kept, ...configuration };
}

export function checkRevision(record: FunctionRecord, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== record.revisionId) throw preconditionFailed();
}
