import { XMLParser, XMLValidator } from 'fast-xml-parser';

import { notImplemented } from '../../../engine/aws-error.ts';
import { malformedXml } from '../errors.ts';
import type { Shape, Structure } from './shape.ts';

/** Every element as a list of what it holds: text, or elements by tag. */
type Node = string | { readonly [tag: string]: readonly Node[] };

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: () => true,
});

/**
 * The members of the document `<root>…</root>`. Throws MalformedXML for what is no such document, and NotImplemented,
 * with its path, for an element that the shape does not have.
 */
export function readXml(bytes: Buffer, root: string, shape: Structure): Record<string, unknown> {
  const text = bytes.toString('utf8');
  if (XMLValidator.validate(text) !== true) throw malformedXml();
  const document = (parser.parse(text) as Record<string, readonly Node[]>)[root]?.[0];
  if (document === undefined) throw malformedXml();
  return readStructure(document, shape, root);
}

function readStructure(node: Node, { members }: Structure, path: string): Record<string, unknown> {
  if (typeof node === 'string') {
    if (node.trim() !== '') throw malformedXml();
    return {};
  }
  const tags = new Map(Object.entries(members).map(([name, shape]) => [tagOf(name, shape), { name, shape }]));
  const read: Record<string, unknown> = {};
  for (const [tag, nodes] of Object.entries(node)) {
    if (tag === '#text') continue; // The blanks between elements.
    const member = tags.get(tag);
    if (!member) throw notImplemented(`s3 ${path}.${tag}`);
    read[member.name] = readNodes(nodes, member.shape, `${path}.${tag}`);
  }
  return read;
}

function tagOf(name: string, shape: Shape): string {
  return typeof shape === 'object' && 'each' in shape && !shape.isWrapped ? shape.element : name;
}

function readNodes(nodes: readonly Node[], shape: Shape, path: string): unknown {
  if (typeof shape === 'object' && 'each' in shape) {
    const elements = shape.isWrapped ? nodes.flatMap((node) => elementsOf(node, shape.element, path)) : nodes;
    return elements.map((node) => readNodes([node], shape.each, path));
  }
  const [node, second] = nodes;
  if (node === undefined || second !== undefined) throw malformedXml();
  return typeof shape === 'object' ? readStructure(node, shape, path) : readScalar(node, shape);
}

function elementsOf(node: Node, element: string, path: string): readonly Node[] {
  if (typeof node === 'string') return [];
  for (const tag of Object.keys(node)) {
    if (tag !== '#text' && tag !== element) throw notImplemented(`s3 ${path}.${tag}`);
  }
  return node[element] ?? [];
}

function readScalar(node: Node, shape: 'string' | 'integer' | 'boolean' | 'timestamp'): unknown {
  if (typeof node !== 'string') throw malformedXml();
  switch (shape) {
    case 'string':
      return node;
    case 'timestamp':
      return node.trim();
    case 'integer':
      if (!/^\s*-?\d+\s*$/u.test(node)) throw malformedXml();
      return Number(node);
    case 'boolean':
      if (!/^\s*(?:true|false)\s*$/iu.test(node)) throw malformedXml();
      return node.trim().toLowerCase() === 'true';
  }
}
