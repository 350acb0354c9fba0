/** All keys and aliases. What the clock does to a key, rotation and deletion, happens when somebody looks. */
import { randomUuid } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { newMaterial } from './cipher.ts';
import { aliasNotFound, invalidKeyId, keyNotFound } from './errors.ts';
import type { Key, Tag } from './key.ts';

export interface Alias {
  /** With its `alias/`. */
  readonly name: string;
  readonly keyId: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

interface NewKey {
  readonly description?: string;
  readonly policy?: string;
  readonly tags?: readonly Tag[];
  readonly manager?: 'CUSTOMER' | 'AWS';
}

const dayMs = 86_400_000;

export class Keys {
  readonly #engine: Engine;
  readonly #keys: Documents<Key>;
  readonly #aliases: Documents<Alias>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#keys = engine.state.documents('kms-keys');
    this.#aliases = engine.state.documents('kms-aliases');
  }

  create({ description = '', policy, tags = [], manager = 'CUSTOMER' }: NewKey): Key {
    const id = randomUuid(this.#engine.random);
    const nowMs = this.#engine.clock.nowMs();
    const key: Key = {
      id,
      arn: this.#arn(`key/${id}`),
      createdAtMs: nowMs,
      manager,
      materials: [newMaterial().toString('base64')],
      materialSinceMs: nowMs,
      description,
      state: 'Enabled',
      policy: policy ?? this.#defaultPolicy(),
      tags,
    };
    return this.put(key);
  }

  put(key: Key): Key {
    this.#keys.put(key.id, key);
    return key;
  }

  /** By key id, key ARN, alias name or alias ARN. Throws `NotFoundException`. */
  get(keyId: string): Key {
    const name = keyId.startsWith('arn:') ? keyId.slice(keyId.lastIndexOf(':') + 1) : keyId;
    if (name.startsWith('alias/')) return this.byId(this.#aliasTarget(name));
    const id = name.startsWith('key/') ? name.slice(4) : name;
    if (!/^[0-9a-f-]{36}$/u.test(id)) throw invalidKeyId(keyId);
    return this.byId(id);
  }

  byId(id: string): Key {
    const key = this.#keys.get(id);
    if (!key || this.#isDeleted(key)) throw keyNotFound(this.#arn(`key/${id}`));
    return this.#rotate(key);
  }

  list(): Key[] {
    return this.#keys.list().filter((key) => !this.#isDeleted(key));
  }

  findAlias(name: string): Alias | undefined {
    return this.#aliases.get(name);
  }

  putAlias(alias: Alias): void {
    this.#aliases.put(alias.name, alias);
  }

  deleteAlias(name: string): void {
    if (!this.#aliases.delete(name)) throw aliasNotFound(this.#arn(name));
  }

  aliases(): Alias[] {
    return this.#aliases.list();
  }

  aliasArn(name: string): string {
    return this.#arn(name);
  }

  /** Keys that AWS manages are made when a service first uses their alias. */
  #aliasTarget(name: string): string {
    const known = this.#aliases.get(name);
    if (known) return known.keyId;
    const service = /^alias\/aws\/(?<service>[a-z0-9-]+)$/u.exec(name)?.groups?.['service'];
    if (!service) throw aliasNotFound(this.#arn(name));
    const nowMs = this.#engine.clock.nowMs();
    const key = this.create({ description: `Default key that protects my ${service} data`, manager: 'AWS' });
    this.putAlias({ name, keyId: key.id, createdAtMs: nowMs, updatedAtMs: nowMs });
    return key.id;
  }

  #isDeleted({ deletionAtMs }: Key): boolean {
    return deletionAtMs !== undefined && deletionAtMs <= this.#engine.clock.nowMs();
  }

  #rotate(key: Key): Key {
    const { rotationPeriodDays, materialSinceMs } = key;
    const nowMs = this.#engine.clock.nowMs();
    if (rotationPeriodDays === undefined || nowMs < materialSinceMs + rotationPeriodDays * dayMs) return key;
    return this.put({
      ...key,
      materials: [...key.materials, newMaterial().toString('base64')],
      materialSinceMs: nowMs,
    });
  }

  #arn(resource: string): string {
    return `arn:aws:kms:${this.#engine.region}:${this.#engine.accountId}:${resource}`;
  }

  /** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
  #defaultPolicy(): string {
    return JSON.stringify({
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: [
        {
          Sid: 'Enable IAM User Permissions',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${this.#engine.accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    });
  }
}
