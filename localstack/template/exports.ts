/** Outputs and exports of stacks. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html */
import { validationError } from './errors.ts';
import { resolve, type Scope } from './intrinsics.ts';
import type { StackOutput, StackRecord } from './stack-record.ts';
import type { Template } from './template.ts';

export function readOutputs({ Outputs = {} }: Template, scope: Scope): StackOutput[] {
  return Object.entries(Outputs)
    .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
    .map(([key, { Value, Description, Export }]) => ({
      key,
      value: String(resolve(Value, scope)),
      ...(Description !== undefined && { description: Description }),
      ...(Export && { exportName: String(resolve(Export.Name, scope)) }),
    }));
}

/** The value of the export `name`, or undefined when no stack has it. */
export function exportValue(stacks: readonly StackRecord[], name: string): string | undefined {
  return stacks.flatMap(({ outputs }) => outputs).find(({ exportName }) => exportName === name)?.value;
}

/** An export has one owner, and stays as it is while another stack reads it. Throws AWS's sentence otherwise. */
export function checkExports(
  previous: Pick<StackRecord, 'stackName' | 'outputs'>,
  outputs: readonly StackOutput[],
  stacks: readonly StackRecord[],
): void {
  const others = stacks.filter(({ stackName }) => stackName !== previous.stackName);
  for (const { exportName } of outputs) {
    const owner =
      exportName && others.find((stack) => stack.outputs.some((output) => output.exportName === exportName));
    if (owner) throw validationError(`Export with name ${exportName} is already exported by stack ${owner.stackName}`);
  }
  for (const { exportName, value } of previous.outputs) {
    const reader = exportName && others.find(({ imports }) => imports.includes(exportName));
    if (!reader) continue;
    const now = outputs.find((output) => output.exportName === exportName);
    if (now?.value === value) continue;
    const verb = now ? 'updated' : 'deleted';
    throw validationError(`Export ${exportName} cannot be ${verb} as it is in use by ${reader.stackName}`);
  }
}
