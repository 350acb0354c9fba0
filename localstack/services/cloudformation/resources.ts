import type { ResourceType } from '../../engine/service.ts';

/** What the CDK adds to count its constructs; nothing is made for it. */
export const metadataResource: ResourceType = {
  properties: ['Analytics'],
  create: async (_, { generateName }) => ({ physicalId: generateName(64), attributes: {} }),
  update: async (physicalId) => ({ physicalId, attributes: {} }),
  delete: async () => undefined,
};
