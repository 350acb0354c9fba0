/** CreateAlias, UpdateAlias, DeleteAlias and ListAliases. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { Parameter } from '../../engine/validation.ts';
import { aliasExists, aliasNotFound } from './errors.ts';
import type { KmsState, Page } from './state.ts';
import { keyId, pageOf, pageParameters } from './state.ts';

interface NamedAlias {
  readonly AliasName: string;
  readonly TargetKeyId: string;
}

const aliasName: Parameter = {
  type: 'string',
  required: true,
  lengthMin: 1,
  lengthMax: 256,
  pattern: '[a-zA-Z0-9:/_-]+',
};

export function createAlias({ engine, keys }: KmsState): Operation {
  return {
    parameters: { AliasName: aliasName, TargetKeyId: keyId },
    run({ AliasName, TargetKeyId }: NamedAlias) {
      if (!AliasName.startsWith('alias/') || AliasName.startsWith('alias/aws/')) {
        throw new AwsError(
          'InvalidAliasNameException',
          `Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html`,
        );
      }
      if (keys.findAlias(AliasName)) throw aliasExists(keys.aliasArn(AliasName));
      const nowMs = engine.clock.nowMs();
      const { id } = keys.get(TargetKeyId);
      keys.putAlias({ name: AliasName, keyId: id, createdAtMs: nowMs, updatedAtMs: nowMs });
    },
  };
}

export function updateAlias({ engine, keys }: KmsState): Operation {
  return {
    parameters: { AliasName: aliasName, TargetKeyId: keyId },
    run({ AliasName, TargetKeyId }: NamedAlias) {
      const known = keys.findAlias(AliasName);
      if (!known) throw aliasNotFound(keys.aliasArn(AliasName));
      keys.putAlias({ ...known, keyId: keys.get(TargetKeyId).id, updatedAtMs: engine.clock.nowMs() });
    },
  };
}

export function deleteAlias({ keys }: KmsState): Operation {
  return {
    parameters: { AliasName: aliasName },
    run: ({ AliasName }: { readonly AliasName: string }) => keys.deleteAlias(AliasName),
  };
}

export function listAliases({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: { type: 'string' }, ...pageParameters },
    run({ KeyId, ...page }: Page & { readonly KeyId?: string }) {
      const wanted = KeyId === undefined ? undefined : keys.get(KeyId).id;
      const found = keys.aliases().filter((alias) => wanted === undefined || alias.keyId === wanted);
      const { items, end } = pageOf(found, page, ({ name }) => name);
      const described = items.map(({ name, keyId: target, createdAtMs, updatedAtMs }) => ({
        AliasName: name,
        AliasArn: keys.aliasArn(name),
        TargetKeyId: target,
        CreationDate: createdAtMs / 1000,
        LastUpdatedDate: updatedAtMs / 1000,
      }));
      return { Aliases: described, ...end };
    },
  };
}
