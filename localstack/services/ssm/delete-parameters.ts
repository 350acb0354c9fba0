/** DeleteParameter and DeleteParameters. */
import type { Operation } from '../../engine/service.ts';
import { parameterNotFound } from './errors.ts';
import { name, nameList } from './names.ts';
import type { ParameterStore } from './parameter-store.ts';

export function deleteParameter(store: ParameterStore): Operation {
  return {
    parameters: { Name: name },
    run({ Name }: { readonly Name: string }) {
      if (!store.delete(Name)) throw parameterNotFound();
    },
  };
}

export function deleteParameters(store: ParameterStore): Operation {
  return {
    parameters: { Names: nameList },
    run({ Names }: { readonly Names: readonly string[] }) {
      const deleted = Names.filter((each) => store.delete(each));
      return { DeletedParameters: deleted, InvalidParameters: Names.filter((each) => !deleted.includes(each)) };
    },
  };
}
