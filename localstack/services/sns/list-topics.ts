import type { Operation } from '../../engine/service.ts';
import { pageOf, pageParameters } from './page.ts';
import type { SnsState } from './state.ts';

export function listTopics({ topics }: SnsState): Operation {
  return {
    parameters: pageParameters,
    run({ NextToken: token }: { readonly NextToken?: string }) {
      const { page, ...next } = pageOf(topics.list(), token);
      return { Topics: page.map(({ arn }) => ({ TopicArn: arn })), ...next };
    },
  };
}
