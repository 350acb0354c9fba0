import { notImplemented } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { invalidParameter, missingParameter } from './errors.ts';
import type { SnsState } from './state.ts';
import { readTags, tagList } from './tags.ts';
import type { Tag } from './tags.ts';
import { checkTopicAttribute } from './topic-attributes.ts';
import type { Topic } from './topics.ts';

interface CreateTopic {
  readonly Name?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly Tags?: readonly Tag[];
}

/** Makes a topic; the same name with the same attributes and tags answers the topic that is there. */
export function createTopic({ topics }: SnsState): Operation {
  return {
    parameters: { Name: { type: 'string' }, Attributes: { type: 'map', member: { type: 'string' } }, Tags: tagList },
    run({ Name, Attributes = {}, Tags = [] }: CreateTopic) {
      checkName(Name);
      for (const [name, value] of Object.entries(Attributes)) checkTopicAttribute(name, value, 'Attributes Reason: ');
      const { FifoTopic: _isFalse, ...attributes } = Attributes;
      const tags = readTags(Tags);
      const arn = topics.arnOf(Name);
      const known = topics.find(arn);
      if (known) checkSame(known, attributes, tags);
      else topics.put({ arn, name: Name, attributes, tags, subscriptionsDeleted: 0 });
      return { TopicArn: arn };
    },
  };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
function checkName(name: string | undefined): asserts name is string {
  if (name === undefined) throw missingParameter('Name');
  if (/^[\w-]{1,251}\.fifo$/u.test(name)) throw notImplemented('sns FIFO topics');
  if (!/^[\w-]{1,256}$/u.test(name)) throw invalidParameter('Topic Name');
}

function checkSame(
  known: Topic,
  attributes: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): void {
  if (Object.entries(attributes).some(([name, value]) => (known.attributes[name] ?? '') !== value)) {
    throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
  }
  if (Object.entries(tags).some(([key, value]) => known.tags[key] !== value)) {
    throw invalidParameter('Tags Reason: Topic already exists with different tags');
  }
}
