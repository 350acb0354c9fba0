/** Deploys every stack of a cloud assembly, in the order the app gives them. */
import { readAssembly } from './assembly.ts';
import type { Deployer } from './deployer.ts';
import type { ParameterValues } from './parameters.ts';
import type { StackEvent, StackRecord } from './stack-record.ts';

export interface AssemblyOptions {
  /** For every stack that declares the parameter; a name that no stack declares is an error. */
  readonly parameters: ParameterValues;
  onEvent(event: StackEvent): void;
}

export type DeployAssembly = (folder: string, options: AssemblyOptions) => Promise<StackRecord[]>;

export function deployAssembly(deployer: Deployer, place: { accountId: string; region: string }): DeployAssembly {
  return async (folder, { parameters, onEvent }) => {
    const stacks = readAssembly(folder, place);
    const declared = new Set(stacks.flatMap(({ template }) => Object.keys(template.Parameters ?? {})));
    const strays = Object.keys(parameters).filter((name) => !declared.has(name));
    if (strays.length > 0) throw new Error(`No stack in ${folder} declares the parameters ${strays.join(', ')}`);
    const records: StackRecord[] = [];
    for (const { stackName, template, assets } of stacks) {
      const own = Object.entries(parameters).filter(([name]) => name in (template.Parameters ?? {}));
      records.push(
        await deployer.deploy({ stackName, template, assets, parameters: Object.fromEntries(own), onEvent }),
      );
    }
    return records;
  };
}
