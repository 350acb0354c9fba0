import type { KeyDoor } from '../../engine/doors.ts';
/** Parameters with their versions, in the state folder; secure ones encrypted under a KMS key. */
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { parameterNotFound, parameterVersionNotFound } from './errors.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

export interface ParameterVersion {
  readonly version: number;
  readonly type: ParameterType;
  /** Of a `SecureString`: base64 ciphertext. */
  readonly value: string;
  readonly keyId?: string;
  readonly modifiedAtMs: number;
  readonly dataType: string;
  readonly tier: string;
  readonly description?: string;
  readonly allowedPattern?: string;
}

export interface StoredParameter {
  readonly name: string;
  /** Oldest first, at most 100. */
  readonly versions: readonly ParameterVersion[];
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const versionsMax = 100;

export class ParameterStore {
  readonly engine: Engine;
  readonly #keys: KeyDoor;
  readonly #documents: Documents<StoredParameter>;

  constructor(engine: Engine, keys: KeyDoor) {
    this.engine = engine;
    this.#keys = keys;
    this.#documents = engine.state.documents('ssm-parameters');
  }

  find(name: string): StoredParameter | undefined {
    return this.#documents.get(this.#nameOf(name));
  }

  list(): StoredParameter[] {
    return this.#documents.list();
  }

  put(parameter: StoredParameter): void {
    this.#documents.put(parameter.name, { ...parameter, versions: parameter.versions.slice(-versionsMax) });
  }

  delete(name: string): boolean {
    return this.#documents.delete(this.#nameOf(name));
  }

  arn(name: string): string {
    const slash = name.startsWith('/') ? '' : '/';
    return `arn:aws:ssm:${this.engine.region}:${this.engine.accountId}:parameter${slash}${name}`;
  }

  seal(name: string, value: string, keyId: string): string {
    return this.#keys.encrypt(keyId, Buffer.from(value), this.#context(name)).blob.toString('base64');
  }

  /** The latest version, or the one a selector names (`name:3`). Throws when there is none. */
  read(selector: string, isDecrypted: boolean) {
    const { name, version: wanted } = this.#parseSelector(selector);
    const parameter = this.find(name);
    if (!parameter) throw parameterNotFound();
    const found = wanted
      ? parameter.versions.find(({ version }) => String(version) === wanted)
      : parameter.versions.at(-1);
    if (!found) throw parameterVersionNotFound(name, wanted ?? 'latest');
    return {
      Name: parameter.name,
      Type: found.type,
      Value: found.type === 'SecureString' && isDecrypted ? this.#open(parameter.name, found.value) : found.value,
      Version: found.version,
      ...(wanted && { Selector: `:${wanted}` }),
      LastModifiedDate: found.modifiedAtMs / 1000,
      ARN: this.arn(parameter.name),
      DataType: found.dataType,
    };
  }

  #open(name: string, ciphertext: string): string {
    return this.#keys.decrypt(Buffer.from(ciphertext, 'base64'), this.#context(name)).plaintext.toString();
  }

  /** https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html */
  #context(name: string): Record<string, string> {
    return { PARAMETER_ARN: this.arn(name) };
  }

  #parseSelector(selector: string): { name: string; version?: string } {
    const name = this.#nameOf(selector);
    const colon = name.lastIndexOf(':');
    return colon < 0 ? { name } : { name: name.slice(0, colon), version: name.slice(colon + 1) };
  }

  /** A parameter may be named by its ARN, in which every name begins with a slash. */
  #nameOf(name: string): string {
    if (!name.startsWith('arn:')) return name;
    const path = name.slice(name.indexOf(':parameter/') + ':parameter'.length);
    return path.indexOf('/', 1) < 0 ? path.slice(1) : path;
  }
}
