/** AWS::Lambda::Version */
import type { Properties, ResourceType } from '../../../engine/service.ts';
import type { ParameterTable } from '../../../engine/validation.ts';
import { resourceConflict } from '../errors.ts';
import { qualifiedArn, versionOf } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { readProperties } from './resource-input.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html */
const parameters: ParameterTable = {
  FunctionName: { type: 'string', required: true },
  CodeSha256: { type: 'string' },
  Description: { type: 'string', lengthMax: 256 },
};

interface VersionProperties {
  readonly FunctionName: string;
  readonly CodeSha256?: string;
  readonly Description?: string;
}

export const versionResource = ({ functions }: LambdaRoom): ResourceType => ({
  properties: Object.keys(parameters),
  create: async (properties) => {
    const { FunctionName, ...publish } = read(properties);
    const { record, isNew } = functions.publish(functions.latest(FunctionName), publish);
    const version = versionOf(record);
    if (!isNew) {
      throw resourceConflict(
        `A version for this Lambda function exists ( ${version} ). Modify the function to create a new version.`,
      );
    }
    const arn = qualifiedArn(record);
    return { physicalId: arn, attributes: { Version: version, FunctionArn: arn } };
  },
  update: async () => 'replace',
  delete: async (physicalId) => {
    const [name = '', version = ''] = physicalId.split(':').slice(-2);
    if (functions.get(name)) functions.versions.deleteVersion(name, version);
  },
});

function read(properties: Properties): VersionProperties {
  return readProperties<VersionProperties>('AWS::Lambda::Version', parameters, properties);
}
