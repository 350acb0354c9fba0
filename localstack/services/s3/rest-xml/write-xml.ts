import { escapeXml } from '../../../engine/wire/xml.ts';
import type { Shape } from './shape.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The document `<root>…</root>` of a value, in S3's namespace. */
export function writeXml(root: string, shape: Shape, value: unknown): string {
  return `${declaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${contentOf(shape, value)}</${root}>`;
}

/** S3's error document, which has no namespace. */
export function writeErrorXml(members: Readonly<Record<string, unknown>>): string {
  const elements = Object.entries(members).filter(([, value]) => value !== undefined);
  return `${declaration}<Error>${elements.map(([name, value]) => element(name, text(String(value)))).join('')}</Error>`;
}

function contentOf(shape: Shape, value: unknown): string {
  if (shape === 'timestamp') return new Date(value as number | string).toISOString();
  if (typeof shape === 'string') return text(String(value));
  if ('each' in shape) return elementsOf(shape.element, shape.each, value);
  const members = value as Readonly<Record<string, unknown>>;
  return Object.entries(shape.members)
    .filter(([name]) => members[name] !== undefined)
    .map(([name, member]) => memberXml(name, member, members[name]))
    .join('');
}

function memberXml(name: string, shape: Shape, value: unknown): string {
  const isFlat = typeof shape === 'object' && 'each' in shape && !shape.isWrapped;
  return isFlat ? contentOf(shape, value) : element(name, contentOf(shape, value));
}

function elementsOf(tag: string, each: Shape, values: unknown): string {
  return (values as readonly unknown[]).map((value) => element(tag, contentOf(each, value))).join('');
}

function element(tag: string, content: string): string {
  return `<${tag}>${content}</${tag}>`;
}

/** A carriage return would come out as a line feed if it were not escaped (XML 1.0, 2.11). */
function text(value: string): string {
  return escapeXml(value).replaceAll('\r', '&#13;');
}
