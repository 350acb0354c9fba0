/** AWS::Lambda::Alias */
import type { Properties, Resource, ResourceType } from '../../../engine/service.ts';
import type { ParameterTable } from '../../../engine/validation.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import type { AliasInput, AliasRecord } from '../versions.ts';
import { readProperties } from './resource-input.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html */
const parameters: ParameterTable = {
  FunctionName: { type: 'string', required: true },
  FunctionVersion: { type: 'string', required: true },
  Name: { type: 'string', required: true },
  Description: { type: 'string', lengthMax: 256 },
};

interface AliasProperties extends AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
}

export const aliasResource = ({ functions }: LambdaRoom): ResourceType => ({
  properties: Object.keys(parameters),
  create: async (properties) => {
    const given = read(properties);
    return show(functions.versions.createAlias(functions.latest(given.FunctionName), given.Name, given));
  },
  update: async (_, properties, previous) => {
    const given = read(properties);
    const before = read(previous);
    if (given.FunctionName !== before.FunctionName || given.Name !== before.Name) return 'replace';
    const input = { Description: '', ...given };
    return show(functions.versions.updateAlias(functions.latest(given.FunctionName), given.Name, input));
  },
  delete: async (physicalId) => {
    const [name = '', alias = ''] = physicalId.split(':').slice(-2);
    functions.versions.deleteAlias(name, alias);
  },
});

function read(properties: Properties): AliasProperties {
  return readProperties<AliasProperties>('AWS::Lambda::Alias', parameters, properties);
}

function show({ arn }: AliasRecord): Resource {
  return { physicalId: arn, attributes: { AliasArn: arn } };
}
