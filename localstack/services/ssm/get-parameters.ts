/** GetParameter, GetParameters and GetParametersByPath. */
import { AwsError, validationError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { name, nameList, pageOf, pageParameters } from './names.ts';
import type { Page } from './names.ts';
import type { ParameterStore } from './parameter-store.ts';

interface Decryption {
  readonly WithDecryption?: boolean;
}

export function getParameter(store: ParameterStore): Operation {
  return {
    parameters: { Name: name, WithDecryption: { type: 'boolean' } },
    run: ({ Name, WithDecryption = false }: Decryption & { readonly Name: string }) => ({
      Parameter: store.read(Name, WithDecryption),
    }),
  };
}

/** Names that are not there are answered as invalid, beside those that are. */
export function getParameters(store: ParameterStore): Operation {
  return {
    parameters: { Names: nameList, WithDecryption: { type: 'boolean' } },
    run({ Names, WithDecryption = false }: Decryption & { readonly Names: readonly string[] }) {
      const found = [];
      const invalid = [];
      for (const each of Names) {
        try {
          found.push(store.read(each, WithDecryption));
        } catch (fault) {
          if (!(fault instanceof AwsError && fault.code.endsWith('NotFound'))) throw fault;
          invalid.push(each);
        }
      }
      return { Parameters: found, InvalidParameters: invalid };
    },
  };
}

interface GetParametersByPath extends Decryption, Page {
  readonly Path: string;
  readonly Recursive?: boolean;
}

/** Parameters below a path; without `Recursive` only its direct children. */
export function getParametersByPath(store: ParameterStore): Operation {
  return {
    parameters: {
      Path: name,
      Recursive: { type: 'boolean' },
      WithDecryption: { type: 'boolean' },
      ...pageParameters,
    },
    run({ Path, Recursive = false, WithDecryption = false, ...page }: GetParametersByPath) {
      if (!Path.startsWith('/')) {
        throw validationError(
          'The parameter doesn’t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
        );
      }
      const prefix = Path.endsWith('/') ? Path : `${Path}/`;
      const below = store
        .list()
        .filter((parameter) => parameter.name.startsWith(prefix))
        .filter((parameter) => Recursive || !parameter.name.slice(prefix.length).includes('/'));
      const { items, end } = pageOf(below, page, 10);
      return { Parameters: items.map((parameter) => store.read(parameter.name, WithDecryption)), ...end };
    },
  };
}
