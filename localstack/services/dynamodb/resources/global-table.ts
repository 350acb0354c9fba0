/**
 * AWS::DynamoDB::GlobalTable with its one replica in this cloud's region, which is what CDK's `TableV2` writes for a
 * table that is not replicated.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
 */
import { notImplemented } from '../../../engine/aws-error.ts';
import type { Properties, ResourceScope, ResourceType } from '../../../engine/service.ts';
import { plain } from './table-properties.ts';
import { tableType } from './table.ts';

/** What a replica says about the table; these become the table's own properties. */
const replicaProperties = [
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'Region',
  'SSESpecification',
  'TableClass',
  'Tags',
];

export const globalTableType: ResourceType = {
  properties: [
    'AttributeDefinitions',
    'BillingMode',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'Replicas',
    'SSESpecification',
    'StreamSpecification',
    'TableName',
    'TimeToLiveSpecification',
  ],
  create: async (properties, scope) => tableType.create(singleTable(properties, scope), scope),
  update: async (physicalId, properties, previous, scope) =>
    tableType.update(physicalId, singleTable(properties, scope), singleTable(previous, scope), scope),
  delete: (physicalId, properties, scope) => tableType.delete(physicalId, properties, scope),
};

/** The properties of a plain table that is the same as the global table's one replica. */
function singleTable(properties: Properties, { region, logicalId }: ResourceScope): Properties {
  const { Replicas, SSESpecification, BillingMode, ...rest } = plain(properties) as Properties & {
    readonly Replicas?: readonly Properties[];
    readonly SSESpecification?: Properties;
    readonly BillingMode?: string;
  };
  const [replica = {}, ...others] = Replicas ?? [];
  if (others.length > 0 || replica['Region'] !== region) {
    throw notImplemented(`AWS::DynamoDB::GlobalTable ${logicalId}: Replicas outside ${region}`);
  }
  if (BillingMode !== 'PAY_PER_REQUEST') {
    throw notImplemented(`AWS::DynamoDB::GlobalTable ${logicalId}: BillingMode ${BillingMode ?? 'PROVISIONED'}`);
  }
  const unknown = Object.keys(replica).find((name) => !replicaProperties.includes(name));
  if (unknown !== undefined) throw notImplemented(`AWS::DynamoDB::GlobalTable ${logicalId}: Replicas.${unknown}`);
  const { Region: _region, ContributorInsightsSpecification: insights, SSESpecification: replicaKey, ...own } = replica;
  if ((insights as Properties | undefined)?.['Enabled'] === true) {
    throw notImplemented(`AWS::DynamoDB::GlobalTable ${logicalId}: Replicas.ContributorInsightsSpecification`);
  }
  const encryption = SSESpecification && { ...SSESpecification, ...(replicaKey as Properties | undefined) };
  return { ...rest, ...own, BillingMode, ...(encryption ? { SSESpecification: encryption } : {}) };
}
