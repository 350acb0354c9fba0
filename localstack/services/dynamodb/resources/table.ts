/** AWS::DynamoDB::Table. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html */
import { notImplemented } from '../../../engine/aws-error.ts';
import type { Properties, ResourceScope, ResourceType } from '../../../engine/service.ts';
import {
  createFrom,
  defined,
  deleteTableOf,
  needsReplacement,
  plain,
  type Settings,
  throughputOf,
  updateTo,
} from './table-properties.ts';

/** Longest name of a table. */
const nameLengthMax = 255;

export const tableType: ResourceType = {
  properties: [
    'AttributeDefinitions',
    'BillingMode',
    'DeletionProtectionEnabled',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'PointInTimeRecoverySpecification',
    'ProvisionedThroughput',
    'SSESpecification',
    'StreamSpecification',
    'TableClass',
    'TableName',
    'Tags',
    'TimeToLiveSpecification',
  ],
  create: async (properties, scope) => createFrom(scope.call, settingsOf(properties, nameOf(properties, scope))),
  update: async (physicalId, properties, previous, scope) =>
    needsReplacement(properties, previous) ? 'replace' : updateTo(scope.call, settingsOf(properties, physicalId)),
  delete: (physicalId, _properties, scope) => deleteTableOf(scope.call, physicalId),
};

function nameOf({ TableName }: Properties & { readonly TableName?: unknown }, scope: ResourceScope): string {
  return typeof TableName === 'string' ? TableName : scope.generateName(nameLengthMax);
}

function settingsOf(properties: Properties, name: string): Settings {
  const given = plain(properties) as Properties;
  const indexes = given['GlobalSecondaryIndexes'] as Properties[] | undefined;
  const encryption = given['SSESpecification'] as Properties | undefined;
  return {
    table: {
      ...defined({
        AttributeDefinitions: given['AttributeDefinitions'],
        KeySchema: given['KeySchema'],
        BillingMode: given['BillingMode'],
        DeletionProtectionEnabled: given['DeletionProtectionEnabled'],
        LocalSecondaryIndexes: given['LocalSecondaryIndexes'],
        TableClass: given['TableClass'],
        ProvisionedThroughput: throughputOf(given['ProvisionedThroughput']),
        GlobalSecondaryIndexes: indexes?.map((index) =>
          defined({ ...index, ProvisionedThroughput: throughputOf(index['ProvisionedThroughput']) }),
        ),
        SSESpecification:
          encryption &&
          defined({
            Enabled: encryption['SSEEnabled'],
            SSEType: encryption['SSEType'],
            KMSMasterKeyId: encryption['KMSMasterKeyId'],
          }),
      }),
      TableName: name,
    },
    ttl: given['TimeToLiveSpecification'] as Settings['ttl'],
    recovery: recoveryOf(given['PointInTimeRecoverySpecification']),
    tags: (given['Tags'] ?? []) as Settings['tags'],
    view: viewOf(given['StreamSpecification']),
  };
}

function viewOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const { StreamViewType: view, ...others } = value as Properties;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw notImplemented(`AWS::DynamoDB::Table StreamSpecification.${unknown}`);
  return String(view);
}

function recoveryOf(value: unknown): Properties | undefined {
  if (value === undefined) return undefined;
  const { RecoveryPeriodInDays: days, ...rest } = value as Properties;
  return { ...rest, ...(days === undefined ? {} : { RecoveryPeriodInDays: Number(days) }) };
}
