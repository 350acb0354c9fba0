/** TagRole, UntagRole and ListRoleTags. */
import type { Operation } from '../../engine/service.ts';
import type { Identities, Tag } from './identities.ts';
import { pageOf, pageParameters, roleName, tagList } from './parameters.ts';
import type { Page } from './parameters.ts';

export function tagRole(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, Tags: { ...tagList, required: true } },
    run({ RoleName, Tags }: { readonly RoleName: string; readonly Tags: readonly Tag[] }) {
      const role = identities.role(RoleName);
      const kept = role.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
      identities.putRole({ ...role, tags: [...kept, ...Tags] });
    },
  };
}

export function untagRole(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, TagKeys: { type: 'list', required: true, member: { type: 'string' } } },
    run({ RoleName, TagKeys }: { readonly RoleName: string; readonly TagKeys: readonly string[] }) {
      const role = identities.role(RoleName);
      identities.putRole({ ...role, tags: role.tags.filter(({ Key }) => !TagKeys.includes(Key)) });
    },
  };
}

export function listRoleTags(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, ...pageParameters },
    run({ RoleName, ...page }: Page & { readonly RoleName: string }) {
      const tags = identities.role(RoleName).tags.toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
      const { items, end } = pageOf(tags, page, ({ Key }) => Key);
      return { Tags: items, ...end };
    },
  };
}
