/**
 * What a change set would change, worked out without changing anything: the template's new values beside those that
 * each resource was made with. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
 */
import type { Properties } from '../engine/service.ts';
import { referencedNames, resolve, type Scope } from './intrinsics.ts';
import { creationOrder } from './order.ts';
import { recreationOf, type Recreation } from './replacement.ts';
import { sameJson } from './same-json.ts';
import type { ResourceRecord, StackGoal, StackRecord } from './stack-record.ts';
import type { Template, TemplateResource } from './template.ts';

export interface ChangeDetail {
  readonly Target: {
    readonly Attribute: 'Properties' | 'Tags' | 'Metadata' | 'DeletionPolicy' | 'UpdateReplacePolicy';
    readonly Name?: string;
    readonly RequiresRecreation: Recreation;
    readonly BeforeValue?: string;
    readonly AfterValue?: string;
    readonly AttributeChangeType?: 'Add' | 'Remove' | 'Modify';
  };
  readonly Evaluation: 'Static' | 'Dynamic';
  readonly ChangeSource?: 'DirectModification' | 'ParameterReference' | 'ResourceReference' | 'ResourceAttribute';
  readonly CausingEntity?: string;
}

export interface ResourceChange {
  readonly Action: 'Add' | 'Modify' | 'Remove';
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
  readonly PolicyAction?: 'Delete' | 'Retain' | 'ReplaceAndDelete' | 'ReplaceAndRetain';
  readonly Replacement?: 'True' | 'False' | 'Conditional';
  readonly Scope: readonly string[];
  readonly Details: readonly ChangeDetail[];
  /** The resource's definition before and after, as JSON text. */
  readonly BeforeContext?: string;
  readonly AfterContext?: string;
}

/** What AWS writes where a value will only be known once the change is made. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** One change per resource that would be made, changed or deleted; none when only outputs or nothing at all would change. */
export function planChanges(stack: StackRecord, goal: StackGoal, base: Scope): ResourceChange[] {
  const { template } = goal;
  const plan = new Plan(stack, goal, base);
  const changes: ResourceChange[] = [];
  const wanted = creationOrder(template.Resources).filter((logicalId) => {
    const condition = template.Resources[logicalId]?.Condition;
    return condition === undefined || base.condition(condition);
  });
  for (const logicalId of wanted) changes.push(...plan.changeOf(logicalId));
  for (const record of Object.values(stack.resources)) {
    if (!wanted.includes(record.logicalId)) changes.push(removal(record));
  }
  return changes;
}

function removal({ logicalId, physicalId, type, isRetained, properties }: ResourceRecord): ResourceChange {
  return {
    Action: 'Remove',
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    PolicyAction: isRetained ? 'Retain' : 'Delete',
    Scope: [],
    Details: [],
    BeforeContext: JSON.stringify({ Properties: properties }),
  };
}

class Plan {
  readonly #stack: StackRecord;
  readonly #goal: StackGoal;
  readonly #base: Scope;
  /** Resources whose id and attributes are not known yet: those to be made or replaced. */
  readonly #unknown = new Set<string>();

  constructor(stack: StackRecord, goal: StackGoal, base: Scope) {
    this.#stack = stack;
    this.#goal = goal;
    this.#base = base;
    for (const [logicalId, { Type }] of Object.entries(goal.template.Resources)) {
      const record = stack.resources[logicalId];
      if (!record || record.physicalId === '' || record.type !== Type) this.#unknown.add(logicalId);
    }
  }

  changeOf(logicalId: string): ResourceChange[] {
    const declared = this.#goal.template.Resources[logicalId];
    if (!declared) return [];
    const properties = this.#properties(declared.Properties ?? {});
    const record = this.#stack.resources[logicalId];
    if (record && record.physicalId !== '') return this.#modification(declared, record, properties);
    const AfterContext = JSON.stringify({ Properties: properties });
    return [
      {
        Action: 'Add',
        LogicalResourceId: logicalId,
        ResourceType: declared.Type,
        Scope: [],
        Details: [],
        AfterContext,
      },
    ];
  }

  #modification(declared: TemplateResource, record: ResourceRecord, after: Properties): ResourceChange[] {
    const { logicalId, physicalId, type, properties: before } = record;
    const previous = this.#stack.template.Resources[logicalId];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const details = [
      ...names.filter((name) => !sameJson(before[name], after[name])).map((name) => this.#detail(record, name, after)),
      ...attributeDetails(previous, declared),
    ];
    const isOtherType = type !== declared.Type;
    if (details.length === 0 && !isOtherType) return [];
    const replacement = isOtherType ? 'True' : replacementOf(details);
    if (replacement !== 'False') this.#unknown.add(logicalId);
    const isKept = declared.UpdateReplacePolicy?.startsWith('Retain') ?? false;
    return [
      {
        Action: 'Modify',
        LogicalResourceId: logicalId,
        PhysicalResourceId: physicalId,
        ResourceType: declared.Type,
        ...(replacement === 'True' && { PolicyAction: isKept ? 'ReplaceAndRetain' : 'ReplaceAndDelete' }),
        Replacement: replacement,
        Scope: [...new Set(details.map(({ Target }) => Target.Attribute))],
        Details: details,
        BeforeContext: JSON.stringify({ Properties: before }),
        AfterContext: JSON.stringify({ Properties: after }),
      },
    ];
  }

  #detail({ logicalId, type, properties: before }: ResourceRecord, name: string, after: Properties): ChangeDetail {
    const was = before[name];
    const is = after[name];
    const cause = this.#cause(logicalId, name);
    const isTags = name === 'Tags';
    return {
      Target: {
        Attribute: isTags ? 'Tags' : 'Properties',
        ...(!isTags && { Name: name }),
        RequiresRecreation: recreationOf(type, name),
        ...(was !== undefined && { BeforeValue: textOf(was) }),
        ...(is !== undefined && { AfterValue: textOf(is) }),
        AttributeChangeType: was === undefined ? 'Add' : is === undefined ? 'Remove' : 'Modify',
      },
      Evaluation: JSON.stringify(is ?? null).includes(knownAfterApply) ? 'Dynamic' : 'Static',
      ...cause,
    };
  }

  /** Whether the template itself has changed here, or something that it refers to. */
  #cause(logicalId: string, name: string): Pick<ChangeDetail, 'ChangeSource' | 'CausingEntity'> {
    const was = this.#stack.template.Resources[logicalId]?.Properties?.[name];
    const is = this.#goal.template.Resources[logicalId]?.Properties?.[name];
    if (!sameJson(was, is)) return { ChangeSource: 'DirectModification' };
    const references = [...referencedNames(is)];
    const parameter = references.find((each) => !sameJson(this.#stack.parameters[each], this.#goal.parameters[each]));
    if (parameter !== undefined) return { ChangeSource: 'ParameterReference', CausingEntity: parameter };
    const resource = references.find((each) => this.#unknown.has(each));
    return resource === undefined ? {} : { ChangeSource: 'ResourceReference', CausingEntity: resource };
  }

  #properties(declared: Properties): Properties {
    const scope: Scope = {
      ...this.#base,
      ref: (name) => (this.#unknown.has(name) ? knownAfterApply : this.#base.ref(name)),
      getAtt: (logicalId, attribute) =>
        this.#unknown.has(logicalId) ? knownAfterApply : this.#base.getAtt(logicalId, attribute),
    };
    const known = Object.entries(declared).map(([name, value]) => [name, this.#resolve(value, scope)] as const);
    return JSON.parse(JSON.stringify(Object.fromEntries(known))) as Properties;
  }

  /** A value made of parts of an unknown one (`Fn::Select` of its `Fn::Split`) is unknown too. */
  #resolve(value: unknown, scope: Scope): unknown {
    try {
      const resolved = resolve(value, scope);
      return typeof resolved === 'symbol' ? undefined : resolved;
    } catch (fault) {
      if ([...referencedNames(value)].some((name) => this.#unknown.has(name))) return knownAfterApply;
      throw fault;
    }
  }
}

function attributeDetails(was: TemplateResource | undefined, is: TemplateResource): ChangeDetail[] {
  const attributes = ['Metadata', 'DeletionPolicy', 'UpdateReplacePolicy'] as const;
  return attributes
    .filter((attribute) => !sameJson(was?.[attribute], is[attribute]))
    .map((attribute) => ({
      Target: { Attribute: attribute, RequiresRecreation: 'Never' },
      Evaluation: 'Static',
      ChangeSource: 'DirectModification',
    }));
}

function replacementOf(details: readonly ChangeDetail[]): 'True' | 'False' | 'Conditional' {
  const needs = details.map(({ Target, Evaluation }) => [Target.RequiresRecreation, Evaluation] as const);
  if (needs.some(([recreation, evaluation]) => recreation === 'Always' && evaluation === 'Static')) return 'True';
  return needs.some(([recreation]) => recreation !== 'Never') ? 'Conditional' : 'False';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether the template or its parameters say anything else than before, be it only in an output. */
export function isOtherTemplate(stack: StackRecord, { template, parameters }: StackGoal): boolean {
  const compared = ({ Outputs, Conditions, Mappings }: Template): unknown => ({ Outputs, Conditions, Mappings });
  return !sameJson([compared(stack.template), stack.parameters], [compared(template), parameters]);
}
