/** What the operations of KMS share. */
import type { Engine } from '../../engine/service.ts';
import type { Parameter, ParameterTable } from '../../engine/validation.ts';
import { Keys } from './keys.ts';
import { openVault } from './vault.ts';
import type { Vault } from './vault.ts';

export interface KmsState {
  readonly engine: Engine;
  readonly keys: Keys;
  readonly vault: Vault;
}

export function openKmsState(engine: Engine): KmsState {
  const keys = new Keys(engine);
  return { engine, keys, vault: openVault(keys) };
}

export const keyId: Parameter = { type: 'string', required: true, lengthMin: 1, lengthMax: 2048 };

export const context: Parameter = { type: 'map', member: { type: 'string' } };

/** There are no grants here: whoever may use a key needs no token. */
export const grantTokens: ParameterTable = { GrantTokens: { type: 'list', member: { type: 'string' }, lengthMax: 10 } };

export const algorithm: Parameter = { type: 'string', enum: ['SYMMETRIC_DEFAULT'] };

export const tagList: Parameter = {
  type: 'list',
  member: {
    type: 'structure',
    members: {
      TagKey: { type: 'string', required: true, lengthMin: 1, lengthMax: 128 },
      TagValue: { type: 'string', required: true, lengthMax: 256 },
    },
  },
};

export const pageParameters: ParameterTable = {
  Limit: { type: 'integer', valueMin: 1, valueMax: 1000 },
  Marker: { type: 'string' },
};

export interface Page {
  readonly Limit?: number;
  readonly Marker?: string;
}

/** A page of a list whose items are in order of `nameOf`; the marker is the last name given out. */
export function pageOf<T>(items: readonly T[], { Limit = 100, Marker = '' }: Page, nameOf: (item: T) => string) {
  const left = items.filter((item) => nameOf(item) > Marker);
  const page = left.slice(0, Limit);
  const last = page.at(-1);
  const isTruncated = left.length > page.length && last !== undefined;
  return { items: page, end: { Truncated: isTruncated, ...(isTruncated && { NextMarker: nameOf(last) }) } };
}
