/** TagResource, UntagResource and GetTags, for APIs and stages. */
import type { Operation } from '../../engine/service.ts';
import type { ApiStore } from './api-store.ts';
import { notFound } from './errors.ts';

type Tags = Readonly<Record<string, string>>;

interface Tagged {
  readonly tags: Tags;
  put(tags: Tags): void;
}

const arn = { type: 'string', required: true } as const;

export function tagResource(store: ApiStore): Operation {
  return {
    parameters: { resourceArn: arn, tags: { type: 'map', required: true, member: { type: 'string' } } },
    run({ resourceArn, tags }: { readonly resourceArn: string; readonly tags: Tags }) {
      const tagged = find(store, resourceArn);
      tagged.put({ ...tagged.tags, ...tags });
      return {};
    },
  };
}

export function untagResource(store: ApiStore): Operation {
  return {
    parameters: { resourceArn: arn, tagKeys: { type: 'any', required: true } },
    run({ resourceArn, tagKeys }: { readonly resourceArn: string; readonly tagKeys: string | readonly string[] }) {
      // One key in the query is a text, several are a list.
      const gone: readonly string[] = typeof tagKeys === 'string' ? [tagKeys] : tagKeys;
      const tagged = find(store, resourceArn);
      tagged.put(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !gone.includes(key))));
    },
  };
}

export function getTags(store: ApiStore): Operation {
  return {
    parameters: { resourceArn: arn },
    run: ({ resourceArn }: { readonly resourceArn: string }) => ({ tags: find(store, resourceArn).tags }),
  };
}

/** `arn:aws:apigateway:us-east-1::/apis/<id>`, with `/stages/<name>` for a stage. */
function find(store: ApiStore, resourceArn: string): Tagged {
  const names = /^arn:aws:apigateway:[^:]*::\/apis\/(?<apiId>[^/]+)(?:\/stages\/(?<stage>[^/]+))?$/u.exec(
    resourceArn,
  )?.groups;
  if (!names) throw notFound('resource', resourceArn);
  const model = store.get(names['apiId'] ?? '');
  const stageName = names['stage'];
  if (stageName === undefined) {
    return { tags: model.api.tags, put: (tags) => store.put({ ...model, api: { ...model.api, tags } }) };
  }
  const stage = model.stages[stageName];
  if (!stage) throw notFound('stage', stageName);
  return {
    tags: stage.tags,
    put: (tags) => store.put({ ...model, stages: { ...model.stages, [stageName]: { ...stage, tags } } }),
  };
}
