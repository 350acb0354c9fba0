/** TagResource, UntagResource and ListResourceTags. */
import type { Operation } from '../../engine/service.ts';
import type { Tag } from './key.ts';
import type { KmsState } from './state.ts';
import { keyId, pageParameters, tagList } from './state.ts';

export function tagResource({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId, Tags: { ...tagList, required: true } },
    run({ KeyId, Tags }: { readonly KeyId: string; readonly Tags: readonly Tag[] }) {
      const key = keys.get(KeyId);
      const kept = key.tags.filter(({ TagKey }) => !Tags.some((tag) => tag.TagKey === TagKey));
      keys.put({ ...key, tags: [...kept, ...Tags] });
    },
  };
}

export function untagResource({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId, TagKeys: { type: 'list', required: true, member: { type: 'string' } } },
    run({ KeyId, TagKeys }: { readonly KeyId: string; readonly TagKeys: readonly string[] }) {
      const key = keys.get(KeyId);
      keys.put({ ...key, tags: key.tags.filter(({ TagKey }) => !TagKeys.includes(TagKey)) });
    },
  };
}

/** A key has at most 50 tags, so they fit one page. */
export function listResourceTags({ keys }: KmsState): Operation {
  return {
    parameters: { KeyId: keyId, ...pageParameters },
    run: ({ KeyId }: { readonly KeyId: string }) => ({ Tags: keys.get(KeyId).tags, Truncated: false }),
  };
}
