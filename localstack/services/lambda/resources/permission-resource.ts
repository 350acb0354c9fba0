/** AWS::Lambda::Permission */
import { AwsError } from '../../../engine/aws-error.ts';
import type { Properties, ResourceType } from '../../../engine/service.ts';
import type { ParameterTable } from '../../../engine/validation.ts';
import { qualifiedArn } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { newStatement } from '../policy.ts';
import type { PermissionInput } from '../policy.ts';
import { readProperties } from './resource-input.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
const parameters: ParameterTable = {
  FunctionName: { type: 'string', required: true },
  Action: { type: 'string', required: true },
  Principal: { type: 'string', required: true },
  SourceArn: { type: 'string' },
  SourceAccount: { type: 'string' },
  PrincipalOrgID: { type: 'string' },
};

type PermissionProperties = Omit<PermissionInput, 'StatementId'> & { readonly FunctionName: string };

export const permissionResource = ({ functions }: LambdaRoom): ResourceType => ({
  properties: Object.keys(parameters),
  create: async (properties, scope) => {
    const given = read(properties);
    const record = functions.latest(given.FunctionName);
    const resource = qualifiedArn(functions.find(given.FunctionName));
    const StatementId = scope.generateName(100);
    // A statement of the same name can only be what an interrupted deployment left behind.
    const others = (record.policy ?? []).filter(({ Sid }) => Sid !== StatementId);
    functions.save({ ...record, policy: [...others, newStatement(resource, { ...given, StatementId })] });
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  update: async () => 'replace',
  delete: async (physicalId, properties) => {
    try {
      const { policy = [], ...rest } = functions.latest(read(properties).FunctionName);
      const others = policy.filter(({ Sid }) => Sid !== physicalId);
      functions.save(others.length > 0 ? { ...rest, policy: others } : rest);
    } catch (fault) {
      // With the function its policy went too.
      if (!(fault instanceof AwsError) || fault.code !== 'ResourceNotFoundException') throw fault;
    }
  },
});

function read(properties: Properties): PermissionProperties {
  return readProperties<PermissionProperties>('AWS::Lambda::Permission', parameters, properties);
}
