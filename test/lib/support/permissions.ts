import { at, listAt, type Json, type synthesized } from './synthesized.ts';

export type Permission = { readonly action: string; readonly resource: string };

/** The physical or logical name behind an ARN in a template: short enough to read in a failing test. */
function nameOf(resource: Json): string {
  const text = JSON.stringify(resource);
  const imported = /ExportsOutput(?:FnGetAtt|Ref)(\w+?)[0-9A-F]{8}Arn/.exec(text)?.[1];
  const own = /"Fn::GetAtt":\["(\w+?)(?:[0-9A-F]{8})?","Arn"\]/.exec(text)?.[1];
  const suffix = /,"(\/index\/\w+)"/.exec(text)?.[1] ?? '';
  return `${imported ?? own ?? String(resource)}${suffix}`;
}

/** What each function's role allows, by function name: one entry for each action on each resource. */
export function permissionsOf({ resources, ofType }: ReturnType<typeof synthesized>): Record<string, Permission[]> {
  const entries = ofType('AWS::Lambda::Function').map(({ stack, properties }) => {
    const roleId = at(properties, 'Role', 'Fn::GetAtt', 0);
    const policies = resources.filter(
      (each) =>
        each.stack === stack &&
        each.type === 'AWS::IAM::Policy' &&
        listAt(each.properties, 'Roles').some((role) => at(role, 'Ref') === roleId),
    );
    const permissions = policies
      .flatMap((policy) => listAt(policy.properties, 'PolicyDocument', 'Statement'))
      .flatMap((statement) =>
        listAt(statement, 'Action').flatMap((action) =>
          listAt(statement, 'Resource').map((resource) => ({ action: String(action), resource: nameOf(resource) })),
        ),
      );
    return [String(properties['FunctionName']).replace('heavy-rotation-', ''), permissions] as const;
  });
  return Object.fromEntries(entries);
}
