/**
 * Methods and paths of Lambda's API, as the SDK's model has them. Operations that are not implemented are listed too,
 * so that they are refused by name.
 */
import type { Route } from '../../engine/service.ts';

const functions = '/2015-03-31/functions';
const one = `${functions}/{FunctionName}`;
const qualifier = { Qualifier: 'Qualifier' };
const paging = { Marker: 'Marker', MaxItems: 'MaxItems' };
const mappings = '/2015-03-31/event-source-mappings';
const eventInvoke = '/2019-09-25/functions/{FunctionName}/event-invoke-config';
const concurrency = 'functions/{FunctionName}/concurrency';
const tags = '/2017-03-31/tags/{Resource+}';

const invokeHeaders = {
  'x-amz-invocation-type': 'InvocationType',
  'x-amz-log-type': 'LogType',
  'x-amz-client-context': 'ClientContext',
  'x-amzn-trace-id': 'TraceId',
  'x-amz-tenant-id': 'TenantId',
  'x-amz-durable-execution-name': 'DurableExecutionName',
};

export const routes: readonly Route[] = [
  { method: 'POST', path: functions, operation: 'CreateFunction', statusCode: 201 },
  {
    method: 'GET',
    path: functions,
    operation: 'ListFunctions',
    query: { ...paging, FunctionVersion: 'FunctionVersion', MasterRegion: 'MasterRegion' },
  },
  { method: 'GET', path: one, operation: 'GetFunction', query: qualifier },
  { method: 'DELETE', path: one, operation: 'DeleteFunction', query: qualifier },
  { method: 'PUT', path: `${one}/code`, operation: 'UpdateFunctionCode' },
  { method: 'GET', path: `${one}/configuration`, operation: 'GetFunctionConfiguration', query: qualifier },
  { method: 'PUT', path: `${one}/configuration`, operation: 'UpdateFunctionConfiguration' },
  {
    method: 'POST',
    path: `${one}/invocations`,
    operation: 'Invoke',
    query: qualifier,
    headers: invokeHeaders,
    rawBody: 'Payload',
  },
  { method: 'GET', path: `${one}/versions`, operation: 'ListVersionsByFunction', query: paging },
  { method: 'GET', path: `${one}/policy`, operation: 'GetPolicy', query: qualifier },
  { method: 'POST', path: `${one}/policy`, operation: 'AddPermission', statusCode: 201, query: qualifier },
  {
    method: 'DELETE',
    path: `${one}/policy/{StatementId}`,
    operation: 'RemovePermission',
    statusCode: 204,
    query: { ...qualifier, RevisionId: 'RevisionId' },
  },
  { method: 'PUT', path: `/2017-10-31/${concurrency}`, operation: 'PutFunctionConcurrency' },
  { method: 'DELETE', path: `/2017-10-31/${concurrency}`, operation: 'DeleteFunctionConcurrency', statusCode: 204 },
  { method: 'GET', path: `/2019-09-30/${concurrency}`, operation: 'GetFunctionConcurrency' },
  { method: 'GET', path: '/2016-08-19/account-settings', operation: 'GetAccountSettings' },
  { method: 'PUT', path: eventInvoke, operation: 'PutFunctionEventInvokeConfig', query: qualifier },
  { method: 'POST', path: eventInvoke, operation: 'UpdateFunctionEventInvokeConfig', query: qualifier },
  { method: 'GET', path: eventInvoke, operation: 'GetFunctionEventInvokeConfig', query: qualifier },
  {
    method: 'DELETE',
    path: eventInvoke,
    operation: 'DeleteFunctionEventInvokeConfig',
    statusCode: 204,
    query: qualifier,
  },
  { method: 'POST', path: tags, operation: 'TagResource', statusCode: 204 },
  { method: 'DELETE', path: tags, operation: 'UntagResource', statusCode: 204, query: { tagKeys: 'TagKeys' } },
  { method: 'GET', path: tags, operation: 'ListTags' },
  { method: 'POST', path: mappings, operation: 'CreateEventSourceMapping', statusCode: 202 },
  {
    method: 'GET',
    path: mappings,
    operation: 'ListEventSourceMappings',
    query: { ...paging, EventSourceArn: 'EventSourceArn', FunctionName: 'FunctionName' },
  },
  { method: 'GET', path: `${mappings}/{UUID}`, operation: 'GetEventSourceMapping' },
  { method: 'PUT', path: `${mappings}/{UUID}`, operation: 'UpdateEventSourceMapping', statusCode: 202 },
  { method: 'DELETE', path: `${mappings}/{UUID}`, operation: 'DeleteEventSourceMapping', statusCode: 202 },
  { method: 'POST', path: `${one}/versions`, operation: 'PublishVersion', statusCode: 201 },
  { method: 'POST', path: `${one}/aliases`, operation: 'CreateAlias', statusCode: 201 },
  {
    method: 'GET',
    path: `${one}/aliases`,
    operation: 'ListAliases',
    query: { ...paging, FunctionVersion: 'FunctionVersion' },
  },
  { method: 'GET', path: `${one}/aliases/{Name}`, operation: 'GetAlias' },
  { method: 'PUT', path: `${one}/aliases/{Name}`, operation: 'UpdateAlias' },
  { method: 'DELETE', path: `${one}/aliases/{Name}`, operation: 'DeleteAlias', statusCode: 204 },
  { method: 'POST', path: '/2021-10-31/functions/{FunctionName}/url', operation: 'CreateFunctionUrlConfig' },
  { method: 'GET', path: '/2021-10-31/functions/{FunctionName}/url', operation: 'GetFunctionUrlConfig' },
  { method: 'GET', path: '/2018-10-31/layers', operation: 'ListLayers' },
  { method: 'POST', path: '/2018-10-31/layers/{LayerName}/versions', operation: 'PublishLayerVersion' },
  { method: 'POST', path: '/2014-11-13/functions/{FunctionName}/invoke-async', operation: 'InvokeAsync' },
  {
    method: 'POST',
    path: '/2021-11-15/functions/{FunctionName}/response-streaming-invocations',
    operation: 'InvokeWithResponseStream',
    query: qualifier,
    headers: invokeHeaders,
    rawBody: 'Payload',
  },
];
