/**
 * What a target receives: the event, a constant, a part of the event, or a template filled from it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
import { validationError } from '../../engine/aws-error.ts';
import { parseJsonPath, readJsonPath } from './json-path.ts';
import type { BusEvent, Rule, Target } from './rules.ts';

/** Throws when a target asks for its input in more than one way, or in a way that cannot be read. */
export function checkTargetInput({ Id, Input, InputPath, InputTransformer }: Target): void {
  if ([Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1) {
    throw validationError(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  if (Input !== undefined && !isJson(Input)) throw validationError(`JSON syntax error in input for target ${Id}.`);
  const paths = [
    ...(InputPath === undefined ? [] : [InputPath]),
    ...Object.values(InputTransformer?.InputPathsMap ?? {}),
  ];
  const wrong = paths.find((path) => !parseJsonPath(path));
  if (wrong !== undefined) throw validationError(`Invalid InputPath for target ${Id}: ${wrong}`);
}

/** The text that is sent to the target. */
export function targetInput(rule: Rule, target: Target, event: BusEvent, nowMs: number): string {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(readPath(event, InputPath) ?? null);
  if (!InputTransformer) return JSON.stringify(event);
  const paths = Object.entries(InputTransformer.InputPathsMap ?? {});
  const values = new Map<string, unknown>(paths.map(([name, path]) => [name, readPath(event, path)]));
  values.set('aws.events.rule-arn', rule.arn);
  values.set('aws.events.rule-name', rule.name);
  values.set('aws.events.event.ingestion-time', new Date(nowMs).toISOString());
  values.set('aws.events.event', { ...event, detail: undefined });
  values.set('aws.events.event.json', event);
  return fillTemplate(InputTransformer.InputTemplate, values);
}

/**
 * `<name>` inside a JSON string becomes text, elsewhere a JSON value. Names that nothing is known of stay as they are;
 * a path that leads nowhere gives nothing inside a string, and null elsewhere. Unsure of the latter on AWS.
 */
export function fillTemplate(template: string, values: ReadonlyMap<string, unknown>): string {
  let filled = '';
  let isInString = false;
  for (let at = 0; at < template.length; at += 1) {
    const character = template[at] ?? '';
    const name = character === '<' ? /^<(?<name>[\w.-]+)>/u.exec(template.slice(at))?.groups?.['name'] : undefined;
    if (name !== undefined && values.has(name)) {
      filled += isInString ? asText(values.get(name)) : (JSON.stringify(values.get(name)) ?? 'null');
      at += name.length + 1;
    } else if (character === '\\') {
      filled += character + (template[at + 1] ?? '');
      at += 1;
    } else {
      if (character === '"') isInString = !isInString;
      filled += character;
    }
  }
  return filled;
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function readPath(event: BusEvent, path: string): unknown {
  return readJsonPath(event, parseJsonPath(path) ?? []);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
