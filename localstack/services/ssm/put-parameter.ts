import { AwsError, notImplemented, validationError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { parameterAlreadyExists } from './errors.ts';
import { name } from './names.ts';
import type { ParameterStore, ParameterType, ParameterVersion } from './parameter-store.ts';

interface PutParameter {
  readonly Name: string;
  readonly Value: string;
  readonly Type?: ParameterType;
  readonly Description?: string;
  readonly KeyId?: string;
  readonly Overwrite?: boolean;
  readonly AllowedPattern?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly Tier?: string;
  readonly DataType?: string;
}

/** Greatest value of a standard and an advanced parameter. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const valueBytesMax = { standard: 4096, advanced: 8192 };

/** A new parameter, or a new version of one with `Overwrite`. */
export function putParameter(store: ParameterStore): Operation {
  return {
    parameters: {
      Name: name,
      Value: { type: 'string', required: true, lengthMin: 1 },
      Type: { type: 'string', enum: ['SecureString', 'StringList', 'String'] },
      Description: { type: 'string', lengthMax: 1024 },
      KeyId: { type: 'string', lengthMin: 1, lengthMax: 256 },
      Overwrite: { type: 'boolean' },
      AllowedPattern: { type: 'string', lengthMax: 1024 },
      Tags: { type: 'list' },
      Tier: { type: 'string', enum: ['Advanced', 'Intelligent-Tiering', 'Standard'] },
      DataType: { type: 'string', lengthMax: 128 },
    },
    run(input: PutParameter) {
      const known = store.find(input.Name);
      if (known && !input.Overwrite) throw parameterAlreadyExists();
      if (known && input.Tags) throw validationError('Invalid request: tags and overwrite can’t be used together.');
      const previous = known?.versions.at(-1);
      const version = newVersion(store, input, previous);
      store.put({
        name: input.Name,
        versions: [...(known?.versions ?? []), version],
        tags: known?.tags ?? input.Tags ?? [],
      });
      return { Version: version.version, Tier: version.tier };
    },
  };
}

function newVersion(
  store: ParameterStore,
  input: PutParameter,
  previous: ParameterVersion | undefined,
): ParameterVersion {
  const { Name, Value, Description, AllowedPattern, DataType = 'text' } = input;
  const type = input.Type ?? previous?.type;
  if (!type) throw validationError('A parameter type is required when you create a parameter.');
  if (DataType !== 'text') throw notImplemented(`ssm.PutParameter.DataType ${DataType}`);
  const tier = tierOf(input);
  checkValue(Value, AllowedPattern);
  const keyId = input.KeyId ?? 'alias/aws/ssm';
  return {
    version: (previous?.version ?? 0) + 1,
    type,
    value: type === 'SecureString' ? store.seal(Name, Value, keyId) : Value,
    ...(type === 'SecureString' && { keyId }),
    modifiedAtMs: store.engine.clock.nowMs(),
    dataType: DataType,
    tier,
    ...(Description !== undefined && { description: Description }),
    ...(AllowedPattern !== undefined && { allowedPattern: AllowedPattern }),
  };
}

function tierOf({ Value, Tier = 'Standard' }: PutParameter): string {
  const sizeBytes = Buffer.byteLength(Value);
  const isAdvanced = Tier === 'Advanced' || (Tier === 'Intelligent-Tiering' && sizeBytes > valueBytesMax.standard);
  const limitBytes = isAdvanced ? valueBytesMax.advanced : valueBytesMax.standard;
  if (sizeBytes > limitBytes) {
    throw validationError(
      `${isAdvanced ? 'Advanced' : 'Standard'} tier parameters support a maximum parameter value of ${limitBytes} characters. ` +
        (isAdvanced
          ? ''
          : 'To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.'),
    );
  }
  return isAdvanced ? 'Advanced' : 'Standard';
}

function checkValue(value: string, allowedPattern: string | undefined): void {
  if (allowedPattern === undefined || allowedPattern === '') return;
  if (new RegExp(allowedPattern, 'u').test(value)) return;
  throw new AwsError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
  );
}
