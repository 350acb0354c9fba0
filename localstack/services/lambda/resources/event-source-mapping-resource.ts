/** AWS::Lambda::EventSourceMapping */
import type { Properties, Resource, ResourceType } from '../../../engine/service.ts';
import type { ParameterTable } from '../../../engine/validation.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { defaultSettings } from '../mappings/mapping-input.ts';
import type { MappingInput, NewMappingInput } from '../mappings/mapping-input.ts';
import { mappingParameters } from '../mappings/mapping-parameters.ts';
import type { MappingRecord } from '../mappings/mapping-record.ts';
import { readProperties, readTags } from './resource-input.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html */
const parameters: ParameterTable = {
  ...mappingParameters,
  EventSourceArn: { type: 'string' },
  StartingPosition: { type: 'string', enum: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] },
  StartingPositionTimestamp: { type: 'number' },
  Tags: { type: 'any' },
};

/** What a mapping cannot change once it has begun. */
const fixed = ['EventSourceArn', 'StartingPosition', 'StartingPositionTimestamp'] as const;

export const eventSourceMappingResource = ({ mappings }: LambdaRoom): ResourceType => ({
  properties: Object.keys(parameters),
  create: async (properties) => {
    const given = read(properties);
    return show(mappings.create({ ...given, Tags: readTags(properties['Tags']) }));
  },
  update: async (physicalId, properties, previous) => {
    const given = read(properties);
    const before = read(previous);
    if (fixed.some((name) => given[name] !== before[name])) return 'replace';
    const { EventSourceArn: _, StartingPosition: __, StartingPositionTimestamp: ___, Tags, ...input } = given;
    const { source } = mappings.get(physicalId);
    const record = mappings.update(physicalId, { ...defaultInput(source), ...input });
    mappings.tag(physicalId, readTags(Tags));
    return show(record);
  },
  delete: async (physicalId) => {
    if (mappings.list().some(({ id }) => id === physicalId)) mappings.delete(physicalId);
  },
});

function read(properties: Properties): NewMappingInput {
  return readProperties<NewMappingInput>('AWS::Lambda::EventSourceMapping', parameters, properties);
}

/** A property that has left the template goes back to its default. */
function defaultInput(source: MappingRecord['source']): MappingInput {
  const defaults = defaultSettings(source);
  const common = {
    Enabled: defaults.isEnabled,
    BatchSize: defaults.batchSize,
    MaximumBatchingWindowInSeconds: defaults.windowSeconds,
    FunctionResponseTypes: defaults.responseTypes,
    FilterCriteria: {},
  };
  if (source === 'sqs') return { ...common, ScalingConfig: {} };
  return {
    ...common,
    ParallelizationFactor: defaults.parallelizationFactor,
    BisectBatchOnFunctionError: defaults.mayBisect,
    MaximumRetryAttempts: defaults.retriesMax,
    MaximumRecordAgeInSeconds: defaults.recordAgeSecondsMax,
    TumblingWindowInSeconds: 0,
    DestinationConfig: {},
  };
}

function show({ id, arn }: MappingRecord): Resource {
  return { physicalId: id, attributes: { Id: id, EventSourceMappingArn: arn } };
}
