/** AWS::Lambda::Function */
import { readFileSync, statSync } from 'node:fs';

import type { Properties, Resource, ResourceScope, ResourceType } from '../../../engine/service.ts';
import type { ParameterTable } from '../../../engine/validation.ts';
import type { CodeSource } from '../code-store.ts';
import { configurationParameters } from '../function-input.ts';
import type { NewFunctionInput } from '../function-input.ts';
import type { FunctionRecord } from '../function-record.ts';
import { readCode } from '../lambda-room.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { hotReloadBucket } from '../live-code.ts';
import { readProperties, readTags } from './resource-input.ts';

interface FunctionProperties extends Omit<NewFunctionInput, 'Tags' | 'FunctionName'> {
  readonly FunctionName?: string;
  readonly KmsKeyArn?: string;
  readonly Code: { readonly S3Bucket?: string; readonly S3Key?: string; readonly ZipFile?: string };
  readonly ReservedConcurrentExecutions?: number;
  readonly Tags?: unknown;
}

const typeName = 'AWS::Lambda::Function';

const { KMSKeyArn: kmsKeyArn, ...sharedParameters } = configurationParameters;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
const parameters: ParameterTable = {
  ...sharedParameters,
  ...(kmsKeyArn && { KmsKeyArn: kmsKeyArn }),
  FunctionName: { type: 'string' },
  Code: {
    type: 'structure',
    required: true,
    members: {
      S3Bucket: { type: 'string' },
      S3Key: { type: 'string' },
      S3ObjectVersion: { type: 'string' },
      // In a template this is a source file's text, not an archive.
      ZipFile: { type: 'string' },
    },
  },
  PackageType: { type: 'string', enum: ['Zip'] },
  Architectures: { type: 'list', member: { type: 'string', enum: ['x86_64', 'arm64'] } },
  ReservedConcurrentExecutions: { type: 'integer', valueMin: 0 },
  Tags: { type: 'any' },
};

export const functionResource = (room: LambdaRoom): ResourceType => ({
  properties: Object.keys(parameters),
  create: async (properties, scope) => {
    const given = read(properties);
    const FunctionName = given.FunctionName ?? scope.generateName(64);
    const input = { ...given, FunctionName, Tags: readTags(given.Tags) };
    const record = room.functions.create(toInput(input), await sourceOf(room, given, scope));
    return show(reserve(room, record, given.ReservedConcurrentExecutions));
  },
  update: async (physicalId, properties, previous, scope) => {
    const given = read(properties);
    if (given.FunctionName !== read(previous).FunctionName) return 'replace';
    const { functions } = room;
    const input = toInput({ ...given, FunctionName: physicalId, Tags: readTags(given.Tags) });
    const record = functions.replace(functions.named(physicalId), input, await sourceOf(room, given, scope));
    return show(reserve(room, record, given.ReservedConcurrentExecutions));
  },
  delete: async (physicalId) => {
    const record = room.functions.get(physicalId);
    if (!record) return;
    room.functions.delete(record);
    room.runner.retire(record.name);
  },
});

function read(properties: Properties): FunctionProperties {
  return readProperties<FunctionProperties>(typeName, parameters, properties);
}

type NamedProperties = Omit<FunctionProperties, 'Tags'> & NewFunctionInput;

/** The API spells one member differently. */
function toInput({ KmsKeyArn, ...input }: NamedProperties): NewFunctionInput {
  return KmsKeyArn === undefined ? input : { ...input, KMSKeyArn: KmsKeyArn };
}

async function sourceOf(room: LambdaRoom, { Code }: FunctionProperties, scope: ResourceScope): Promise<CodeSource> {
  const { S3Bucket = '', S3Key = '', ZipFile } = Code;
  if (ZipFile !== undefined) return { kind: 'text', text: ZipFile };
  const path = S3Bucket === hotReloadBucket ? undefined : scope.assetPath(S3Bucket, S3Key);
  if (path === undefined) return await readCode(room, { S3Bucket, S3Key });
  return statSync(path).isDirectory() ? { kind: 'folder', path } : { kind: 'zip', bytes: readFileSync(path) };
}

function reserve(room: LambdaRoom, record: FunctionRecord, reservedConcurrency: number | undefined): FunctionRecord {
  if (record.reservedConcurrency === reservedConcurrency) return record;
  const { reservedConcurrency: _, ...rest } = record;
  return room.functions.save(reservedConcurrency === undefined ? rest : { ...rest, reservedConcurrency });
}

function show({ name, arn }: FunctionRecord): Resource {
  return { physicalId: name, attributes: { Arn: arn } };
}
