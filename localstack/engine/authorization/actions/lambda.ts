/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
import { regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { Access, ActionTable, Input, Place, ResourcesOf } from '../action-table.ts';

const form =
  /^(?:arn:[\w-]+:lambda:(?<region>[^:]*):(?<account>[^:]*):function:|(?:(?<partial>\d{12}):)?(?:function:)?)(?<name>[^:]+)(?::(?<qualifier>[^:]+))?$/u;

function functionArn(reference: string, qualifier: string, { accountId, region }: Place): string {
  const found = form.exec(reference)?.groups ?? {};
  const owner = found['account'] ?? found['partial'] ?? accountId;
  const version = qualifier === '' ? found['qualifier'] : qualifier;
  const suffix = version === undefined || version === '$LATEST' ? '' : `:${version}`;
  return `arn:aws:lambda:${found['region'] ?? region}:${owner}:function:${found['name'] ?? reference}${suffix}`;
}

const theFunction: ResourcesOf = (input, place) => [functionArn(text(input, 'FunctionName'), '', place)];
const qualified: ResourcesOf = (input, place) => [
  functionArn(text(input, 'FunctionName'), text(input, 'Qualifier'), place),
];
const mapping: ResourcesOf = (input, place) => [
  regionalArn('lambda', `event-source-mapping:${text(input, 'UUID')}`, place),
];
const tagged: ResourcesOf = (input) => [decodeURIComponent(text(input, 'Resource'))];

/** Who gives a function its role must be allowed to give that role away. */
const withRole =
  (action: string) =>
  (input: Input, place: Place): readonly Access[] => {
    const role = text(input, 'Role');
    const access = { action, resources: theFunction(input, place) };
    return role === '' ? [access] : [access, { action: 'iam:PassRole', resources: [role] }];
  };

export const lambda: ActionTable = {
  prefix: 'lambda',
  rows: {
    ...rowsOf('Invoke InvokeWithResponseStream InvokeAsync', { action: 'lambda:InvokeFunction', on: qualified }),
    CreateFunction: {
      accesses: withRole('lambda:CreateFunction'),
      conditions: (input) => ({ ...tagConditions(input), 'iam:passedtoservice': ['lambda.amazonaws.com'] }),
    },
    UpdateFunctionConfiguration: {
      accesses: withRole('lambda:UpdateFunctionConfiguration'),
      conditions: () => ({ 'iam:passedtoservice': ['lambda.amazonaws.com'] }),
    },
    ...rowsOf('DeleteFunction GetFunction GetFunctionConfiguration GetPolicy', { on: qualified }),
    ...rowsOf('AddPermission RemovePermission UpdateFunctionCode ListVersionsByFunction', { on: theFunction }),
    ...rowsOf('PublishVersion CreateAlias DeleteAlias GetAlias ListAliases UpdateAlias', { on: theFunction }),
    ...rowsOf('PutFunctionConcurrency DeleteFunctionConcurrency GetFunctionConcurrency', { on: theFunction }),
    ...rowsOf('PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig GetFunctionEventInvokeConfig', {
      on: qualified,
    }),
    ...rowsOf('DeleteFunctionEventInvokeConfig ListFunctionEventInvokeConfigs', { on: qualified }),
    ...rowsOf('CreateFunctionUrlConfig UpdateFunctionUrlConfig GetFunctionUrlConfig DeleteFunctionUrlConfig', {
      on: qualified,
    }),
    ...rowsOf('PutRuntimeManagementConfig GetRuntimeManagementConfig PutFunctionRecursionConfig', { on: theFunction }),
    ...rowsOf('GetFunctionRecursionConfig GetFunctionCodeSigningConfig', { on: theFunction }),
    CreateEventSourceMapping: {
      conditions: (input) => ({ 'lambda:functionarn': [text(input, 'FunctionName')], ...tagConditions(input) }),
    },
    ...rowsOf('DeleteEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping', { on: mapping }),
    ...rowsOf('ListTags UntagResource', { on: tagged }),
    TagResource: { on: tagged, conditions: tagConditions },
    ...rowsOf('GetAccountSettings ListEventSourceMappings ListFunctions ListLayers', {}),
  },
};
