import type { Operation } from '../../engine/service.ts';
import { invalidParameter, missingParameter } from './errors.ts';
import type { SnsState } from './state.ts';
import { checkTopicAttribute } from './topic-attributes.ts';

interface SetTopicAttributes {
  readonly TopicArn?: string;
  readonly AttributeName?: string;
  readonly AttributeValue?: string;
}

/** Sets one attribute; without a value it goes back to its default. */
export function setTopicAttributes({ topics }: SnsState): Operation {
  return {
    parameters: {
      TopicArn: { type: 'string' },
      AttributeName: { type: 'string' },
      AttributeValue: { type: 'string' },
    },
    run({ TopicArn, AttributeName: name, AttributeValue: value = '' }: SetTopicAttributes) {
      const topic = topics.get(TopicArn);
      if (name === undefined) throw missingParameter('AttributeName');
      if (name === 'FifoTopic') throw invalidParameter('AttributeName');
      checkTopicAttribute(name, value);
      const attributes = Object.entries({ ...topic.attributes, [name]: value }).filter(([, each]) => each !== '');
      topics.put({ ...topic, attributes: Object.fromEntries(attributes) });
    },
  };
}
