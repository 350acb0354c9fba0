import { notImplemented } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { pageOf, pageParameters } from './names.ts';
import type { Page } from './names.ts';
import type { ParameterStore, StoredParameter } from './parameter-store.ts';

interface Filter {
  readonly Key: string;
  readonly Option?: string;
  readonly Values?: readonly string[];
}

/** What there is to know about parameters, but for their values. Filters: Name, Type, Path, Tier. */
export function describeParameters(store: ParameterStore): Operation {
  return {
    parameters: {
      ParameterFilters: {
        type: 'list',
        member: {
          type: 'structure',
          members: { Key: { type: 'string', required: true }, Option: { type: 'string' }, Values: { type: 'list' } },
        },
      },
      ...pageParameters,
    },
    run({ ParameterFilters = [], ...page }: Page & { readonly ParameterFilters?: readonly Filter[] }) {
      const tests = ParameterFilters.map(compileFilter);
      const found = store.list().filter((parameter) => tests.every((test) => test(parameter)));
      const { items, end } = pageOf(found, page, 50);
      return { Parameters: items.map((parameter) => describe(store, parameter)), ...end };
    },
  };
}

function compileFilter({ Key, Option, Values = [] }: Filter): (parameter: StoredParameter) => boolean {
  if (Key === 'Path') {
    const isRecursive = Option === 'Recursive';
    return ({ name }) =>
      Values.some((path) => {
        const prefix = path.endsWith('/') ? path : `${path}/`;
        return name.startsWith(prefix) && (isRecursive || !name.slice(prefix.length).includes('/'));
      });
  }
  const valueOf = filterValues[Key];
  const compare = filterOptions[Option ?? 'Equals'];
  if (!valueOf || !compare) throw notImplemented(`ssm.DescribeParameters.ParameterFilters ${Key} ${Option ?? ''}`);
  return (parameter) => Values.some((value) => compare(valueOf(parameter), value));
}

const filterValues: Readonly<Record<string, (parameter: StoredParameter) => string>> = {
  Name: ({ name }) => name,
  Type: ({ versions }) => versions.at(-1)?.type ?? '',
  Tier: ({ versions }) => versions.at(-1)?.tier ?? '',
};

const filterOptions: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  Equals: (value, wanted) => value === wanted,
  BeginsWith: (value, wanted) => value.startsWith(wanted),
  Contains: (value, wanted) => value.includes(wanted),
};

function describe(store: ParameterStore, { name, versions }: StoredParameter) {
  const latest = versions.at(-1);
  if (!latest) throw new Error(`parameter ${name} has no version`);
  return {
    Name: name,
    ARN: store.arn(name),
    Type: latest.type,
    ...(latest.keyId !== undefined && { KeyId: latest.keyId }),
    LastModifiedDate: latest.modifiedAtMs / 1000,
    LastModifiedUser: `arn:aws:iam::${store.engine.accountId}:root`,
    ...(latest.description !== undefined && { Description: latest.description }),
    ...(latest.allowedPattern !== undefined && { AllowedPattern: latest.allowedPattern }),
    Version: latest.version,
    Tier: latest.tier,
    Policies: [],
    DataType: latest.dataType,
  };
}
