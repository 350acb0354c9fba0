/**
 * Published versions, which never change, and aliases, which point at them.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
 */
import { isDeepStrictEqual } from 'node:util';

import { randomUuid } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { invalidParameter, preconditionFailed, resourceConflict, resourceNotFound } from './errors.ts';
import { latestVersion } from './function-name.ts';
import type { FunctionRecord } from './function-record.ts';

export interface AliasRecord {
  readonly functionName: string;
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  readonly description: string;
  readonly revisionId: string;
}

export interface AliasInput {
  readonly FunctionVersion?: string;
  readonly Description?: string;
  readonly RevisionId?: string;
}

export interface PublishInput {
  readonly CodeSha256?: string;
  readonly Description?: string;
  readonly RevisionId?: string;
}

type Published = FunctionRecord & { readonly version: string };

export class Versions {
  readonly #engine: Engine;
  readonly #versions: Documents<Published>;
  readonly #aliases: Documents<AliasRecord>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#versions = engine.state.documents<Published>('lambda-versions');
    this.#aliases = engine.state.documents<AliasRecord>('lambda-aliases');
  }

  /** Of all functions. */
  all(): Published[] {
    return this.#versions.list();
  }

  /** A function's versions, the oldest first. */
  of(functionName: string): Published[] {
    const own = this.all().filter(({ name }) => name === functionName);
    return own.toSorted((a, b) => Number(a.version) - Number(b.version));
  }

  /**
   * Makes the function as it is a version. The last version is given again when nothing has changed since. `isNew`
   * tells which it was; the caller remembers the number of the last version with the function.
   */
  publish(latest: FunctionRecord, input: PublishInput): { readonly version: Published; readonly isNew: boolean } {
    const { CodeSha256, Description, RevisionId } = input;
    if (RevisionId !== undefined && RevisionId !== latest.revisionId) throw preconditionFailed();
    if (CodeSha256 !== undefined && CodeSha256 !== latest.codeSha256) {
      throw invalidParameter(
        `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${latest.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
      );
    }
    const last = this.of(latest.name).at(-1);
    if (last && isDeepStrictEqual(publishedPart(last), publishedPart(latest))) return { version: last, isNew: false };
    const version = {
      ...frozen(latest),
      ...(Description !== undefined && { description: Description }),
      version: String((latest.lastVersion ?? 0) + 1),
      lastModifiedMs: this.#engine.clock.nowMs(),
      revisionId: randomUuid(this.#engine.random),
    };
    this.#versions.put(keyOf(latest.name, version.version), version);
    return { version, isNew: true };
  }

  version(functionName: string, version: string): Published | undefined {
    return this.#versions.get(keyOf(functionName, version));
  }

  /** Throws AWS's refusal while an alias points at the version. */
  deleteVersion(functionName: string, version: string): void {
    const alias = this.aliasesOf(functionName).find((each) => each.version === version);
    if (alias)
      throw resourceConflict(
        `Unable to delete version ${version} because the following aliases reference it: [${alias.name}]`,
      );
    this.#versions.delete(keyOf(functionName, version));
  }

  deleteAll(functionName: string): void {
    for (const { version } of this.of(functionName)) this.#versions.delete(keyOf(functionName, version));
    for (const { name } of this.aliasesOf(functionName)) this.#aliases.delete(keyOf(functionName, name));
  }

  aliasesOf(functionName: string): AliasRecord[] {
    return this.#aliases.list().filter((alias) => alias.functionName === functionName);
  }

  alias(functionName: string, name: string): AliasRecord | undefined {
    return this.#aliases.get(keyOf(functionName, name));
  }

  /** The alias; throws AWS's ResourceNotFoundException. */
  requireAlias({ name: functionName, arn }: FunctionRecord, name: string): AliasRecord {
    const alias = this.alias(functionName, name);
    if (!alias) throw resourceNotFound(`Cannot find alias arn: ${arn}:${name}`);
    return alias;
  }

  createAlias(latest: FunctionRecord, name: string, input: AliasInput): AliasRecord {
    const arn = `${latest.arn}:${name}`;
    if (this.alias(latest.name, name)) throw resourceConflict(`Alias already exists: ${arn}`);
    const { FunctionVersion: version = latestVersion, Description: description = '' } = input;
    return this.#putAlias(latest, { functionName: latest.name, name, arn, version, description });
  }

  updateAlias(latest: FunctionRecord, name: string, input: AliasInput): AliasRecord {
    const before = this.requireAlias(latest, name);
    if (input.RevisionId !== undefined && input.RevisionId !== before.revisionId) throw preconditionFailed();
    const { FunctionVersion: version = before.version, Description: description = before.description } = input;
    return this.#putAlias(latest, { ...before, version, description });
  }

  deleteAlias(functionName: string, name: string): void {
    this.#aliases.delete(keyOf(functionName, name));
  }

  #putAlias(latest: FunctionRecord, alias: Omit<AliasRecord, 'revisionId'>): AliasRecord {
    const { name, arn } = latest;
    if (alias.version !== latestVersion && !this.version(name, alias.version)) {
      throw resourceNotFound(`Function not found: ${arn}:${alias.version}`);
    }
    const record = { ...alias, revisionId: randomUuid(this.#engine.random) };
    this.#aliases.put(keyOf(name, alias.name), record);
    return record;
  }
}

/** `AliasConfiguration` of the API. */
export function showAlias({ arn, name, version, description, revisionId }: AliasRecord): Record<string, unknown> {
  return { AliasArn: arn, Name: name, FunctionVersion: version, Description: description, RevisionId: revisionId };
}

/** The function without what belongs to the function and not to its versions. */
function frozen(record: FunctionRecord): FunctionRecord {
  const {
    policy: _policy,
    reservedConcurrency: _reserved,
    eventInvokeConfig: _config,
    qualifiedInvokeConfigs: _configs,
    lastVersion: _last,
    ...rest
  } = record;
  return { ...rest, tags: {} };
}

/** What makes a version another one than the last: code and configuration, not when or under which name. */
function publishedPart(record: FunctionRecord): object {
  const { lastModifiedMs: _at, revisionId: _id, version: _version, description: _text, ...rest } = frozen(record);
  return rest;
}

function keyOf(functionName: string, part: string): string {
  return `${functionName}:${part}`;
}
