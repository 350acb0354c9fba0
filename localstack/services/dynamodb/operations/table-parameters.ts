/** The parts of a table's description that CreateTable and UpdateTable accept. */
import type { Parameter, ParameterTable } from '../../../engine/validation.ts';
import { streamSpecification } from '../streams/stream-specification.ts';

const attributeName: Parameter = { type: 'string', required: true, lengthMin: 1, lengthMax: 255 };

const keySchema: Parameter = {
  type: 'list',
  required: true,
  lengthMin: 1,
  lengthMax: 2,
  member: {
    type: 'structure',
    members: {
      AttributeName: attributeName,
      KeyType: { type: 'string', required: true, enum: ['HASH', 'RANGE'] },
    },
  },
};

const attributeDefinitions: Parameter = {
  type: 'list',
  member: {
    type: 'structure',
    members: {
      AttributeName: attributeName,
      AttributeType: { type: 'string', required: true, enum: ['B', 'N', 'S'] },
    },
  },
};

const throughput: Parameter = {
  type: 'structure',
  members: {
    ReadCapacityUnits: { type: 'integer', required: true, valueMin: 1 },
    WriteCapacityUnits: { type: 'integer', required: true, valueMin: 1 },
  },
};

const indexName: Parameter = {
  type: 'string',
  required: true,
  lengthMin: 3,
  lengthMax: 255,
  pattern: '[a-zA-Z0-9_.-]+',
};

const index: ParameterTable = {
  IndexName: indexName,
  KeySchema: keySchema,
  Projection: {
    type: 'structure',
    required: true,
    members: {
      ProjectionType: { type: 'string', enum: ['ALL', 'KEYS_ONLY', 'INCLUDE'] },
      NonKeyAttributes: { type: 'list', lengthMin: 1, lengthMax: 20, member: { type: 'string' } },
    },
  },
};

const globalIndex: ParameterTable = { ...index, ProvisionedThroughput: throughput };

/** What both operations know. */
const shared: ParameterTable = {
  BillingMode: { type: 'string', enum: ['PROVISIONED', 'PAY_PER_REQUEST'] },
  ProvisionedThroughput: throughput,
  DeletionProtectionEnabled: { type: 'boolean' },
  TableClass: { type: 'string', enum: ['STANDARD', 'STANDARD_INFREQUENT_ACCESS'] },
  SSESpecification: {
    type: 'structure',
    members: {
      Enabled: { type: 'boolean' },
      SSEType: { type: 'string', enum: ['AES256', 'KMS'] },
      KMSMasterKeyId: { type: 'string' },
    },
  },
  StreamSpecification: streamSpecification,
};

export const tags: Parameter = {
  type: 'list',
  member: {
    type: 'structure',
    members: {
      Key: { type: 'string', required: true, lengthMin: 1, lengthMax: 128 },
      Value: { type: 'string', required: true, lengthMax: 256 },
    },
  },
};

export const createTableParameters: ParameterTable = {
  TableName: { type: 'string', required: true, lengthMin: 3, lengthMax: 255, pattern: '[a-zA-Z0-9_.-]+' },
  AttributeDefinitions: { ...attributeDefinitions, required: true },
  KeySchema: keySchema,
  GlobalSecondaryIndexes: { type: 'list', member: { type: 'structure', members: globalIndex } },
  LocalSecondaryIndexes: { type: 'list', member: { type: 'structure', members: index } },
  Tags: tags,
  ...shared,
};

export const updateTableParameters: ParameterTable = {
  TableName: { type: 'string', required: true, lengthMin: 1, lengthMax: 1024 },
  AttributeDefinitions: attributeDefinitions,
  GlobalSecondaryIndexUpdates: {
    type: 'list',
    member: {
      type: 'structure',
      members: {
        Create: { type: 'structure', members: globalIndex },
        Update: {
          type: 'structure',
          members: { IndexName: indexName, ProvisionedThroughput: { ...throughput, required: true } },
        },
        Delete: { type: 'structure', members: { IndexName: indexName } },
      },
    },
  },
  ...shared,
};
