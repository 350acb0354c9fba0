/** `AWS::CloudWatch::Dashboard`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html */
import { AwsError } from '../../../engine/aws-error.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../../../engine/service.ts';

export const dashboardResource: ResourceType = {
  properties: ['DashboardName', 'DashboardBody'],

  async create(properties, scope) {
    return await put((properties['DashboardName'] as string | undefined) ?? scope.generateName(255), properties, scope);
  },

  async update(physicalId, properties, previous, scope) {
    if (properties['DashboardName'] !== previous['DashboardName']) return 'replace';
    return await put(physicalId, properties, scope);
  },

  async delete(physicalId, _properties, scope) {
    try {
      await scope.call('cloudwatch', 'DeleteDashboards', { DashboardNames: [physicalId] });
    } catch (fault) {
      if (!(fault instanceof AwsError && fault.code === 'ResourceNotFound')) throw fault;
    }
  },
};

async function put(name: string, { DashboardBody: body }: Properties, scope: ResourceScope): Promise<Resource> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  await scope.call('cloudwatch', 'PutDashboard', { DashboardName: name, DashboardBody: text });
  return { physicalId: name, attributes: {} };
}
