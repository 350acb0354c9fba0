import { expect, test } from '@jest/globals';

import type { Service } from '../../../localstack/engine/service.ts';
import { temporaryState } from '../../../localstack/engine/state.ts';
import { createServices } from '../../../localstack/services/services.ts';
import { recreationOf } from '../../../localstack/template/replacement.ts';
import { testEngine } from '../../support/in-process.ts';

test('of every hosted resource type it is known what replaces it', () => {
  const state = temporaryState();
  const services: readonly Service[] = createServices(testEngine(state));
  state.close();
  const types = services.flatMap(({ resources = {} }) => Object.keys(resources));
  expect(types.length).toBeGreaterThan(10);
  expect(types.filter((type) => recreationOf(type, 'Anything') === 'Conditionally')).toEqual([]);
});

test('a name replaces, a setting does not, and of a stranger nobody knows', () => {
  expect(recreationOf('AWS::SQS::Queue', 'QueueName')).toBe('Always');
  expect(recreationOf('AWS::SQS::Queue', 'VisibilityTimeout')).toBe('Never');
  expect(recreationOf('AWS::Moon::Base', 'Name')).toBe('Conditionally');
});
