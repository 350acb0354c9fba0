import type { StackGoal } from '../../template/stack-record.ts';

/** A stack's parameters as they were given; those of SSM's store also with the value that was found there. */
export function describeParameters({ template, parameters, parameterTexts }: StackGoal): Record<string, unknown>[] {
  return Object.keys(parameters).map((name) => {
    const { NoEcho, Type } = template.Parameters?.[name] ?? {};
    const isHidden = NoEcho === true || NoEcho === 'true';
    const isStored = Type?.startsWith('AWS::SSM::Parameter::') ?? false;
    return {
      ParameterKey: name,
      ParameterValue: isHidden ? '****' : (parameterTexts?.[name] ?? String(parameters[name])),
      ResolvedValue: isStored ? String(parameters[name]) : undefined,
    };
  });
}
