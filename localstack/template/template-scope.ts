/** What the expressions of one stack's template see while it is being deployed. */
import { validationError } from './errors.ts';
import { noValue, resolveCondition, type Scope } from './intrinsics.ts';
import type { ResourceRecord } from './stack-record.ts';
import type { Template } from './template.ts';

export interface TemplateWorld {
  readonly stackName: string;
  readonly stackId: string;
  readonly accountId: string;
  readonly region: string;
  /** What names end in: `AWS::URLSuffix`. `localhost:<port>` here, so that generated URLs lead back to this cloud. */
  readonly urlSuffix: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** A resource made so far. */
  resource(logicalId: string): ResourceRecord | undefined;
  /** The value of another stack's export, or undefined. */
  exportValue(name: string): string | undefined;
  onImport(name: string): void;
}

export function templateScope(template: Template, world: TemplateWorld): Scope {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': world.accountId,
    'AWS::Region': world.region,
    'AWS::Partition': 'aws',
    'AWS::StackName': world.stackName,
    'AWS::StackId': world.stackId,
    'AWS::URLSuffix': world.urlSuffix,
    'AWS::NoValue': noValue,
    'AWS::NotificationARNs': [],
  };
  const made = (logicalId: string): ResourceRecord => {
    const resource = world.resource(logicalId);
    if (resource) return resource;
    throw validationError(`Template error: instance of Fn::GetAtt or Ref references undefined resource ${logicalId}`);
  };
  const scope: Scope = {
    ref: (name) => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      if (Object.hasOwn(world.parameters, name)) return world.parameters[name];
      return made(name).physicalId;
    },
    getAtt: (logicalId, attribute) => {
      const { attributes, type } = made(logicalId);
      if (Object.hasOwn(attributes, attribute)) return attributes[attribute];
      throw validationError(
        `Template error: resource ${logicalId} (${type}) does not support attribute type ${attribute} in Fn::GetAtt`,
      );
    },
    importValue: (name) => {
      const value = world.exportValue(name);
      if (value === undefined) throw validationError(`No export named ${name} found.`);
      world.onImport(name);
      return value;
    },
    condition: (name) => {
      const expression = template.Conditions?.[name];
      if (expression === undefined) throw validationError(`Template error: unresolved condition dependency ${name}`);
      return resolveCondition(expression, scope);
    },
    findInMap: (map, first, second) => {
      const value = template.Mappings?.[map]?.[first]?.[second];
      if (value !== undefined) return value;
      throw validationError(`Template error: Unable to get mapping for ${map}::${first}::${second}`);
    },
  };
  return scope;
}
