/** DescribeKey, ListKeys and UpdateKeyDescription. */
import type { Operation } from '../../engine/service.ts';
import { describeKey } from './key.ts';
import type { KmsState, Page } from './state.ts';
import { grantTokens, keyId, pageOf, pageParameters } from './state.ts';

export function describeKeyOperation({ engine, keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId, ...grantTokens },
    run: ({ KeyId }: { readonly KeyId: string }) => ({ KeyMetadata: describeKey(keys.get(KeyId), engine.accountId) }),
  };
}

export function listKeys({ keys }: KmsState): Operation {
  return {
    parameters: pageParameters,
    run(page: Page) {
      const { items, end } = pageOf(keys.list(), page, ({ id }) => id);
      return { Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...end };
    },
  };
}

export function updateKeyDescription({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId, Description: { type: 'string', required: true, lengthMax: 8192 } },
    run({ KeyId, Description }: { readonly KeyId: string; readonly Description: string }) {
      keys.put({ ...keys.get(KeyId), description: Description });
    },
  };
}
