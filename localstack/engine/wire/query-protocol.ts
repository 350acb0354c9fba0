/** AWS Query: a form with `Action=…`, XML back. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
import { AwsError } from '../aws-error.ts';
import type { Call, HttpRequest, HttpResponse, Protocol, Service } from '../service.ts';
import { runOperation } from './json-protocol.ts';
import { escapeXml, xmlElements } from './xml.ts';

type QueryProtocol = Extract<Protocol, { kind: 'query' }>;

const xmlHeaders = { 'content-type': 'text/xml' };

export async function answerQuery(
  service: Service,
  protocol: QueryProtocol,
  request: HttpRequest,
  call: Call,
): Promise<HttpResponse> {
  const form = new URLSearchParams([...request.query, ...new URLSearchParams(request.body.toString('utf8'))]);
  const action = form.get('Action') ?? '';
  try {
    const output = await runOperation(service, action, parseForm(form), call);
    const result = xmlElements((output ?? {}) as Record<string, unknown>);
    const body =
      `<${action}Response xmlns="${protocol.xmlNamespace}"><${action}Result>${result}</${action}Result>` +
      `<ResponseMetadata><RequestId>${call.requestId}</RequestId></ResponseMetadata></${action}Response>`;
    return { statusCode: 200, headers: xmlHeaders, body };
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    const body =
      `<ErrorResponse xmlns="${protocol.xmlNamespace}"><Error><Type>Sender</Type><Code>${escapeXml(fault.code)}</Code>` +
      `<Message>${escapeXml(fault.message)}</Message></Error><RequestId>${call.requestId}</RequestId></ErrorResponse>`;
    return { statusCode: fault.statusCode, headers: xmlHeaders, body };
  }
}

interface Node {
  [name: string]: Node | string;
}

/**
 * The nested input of a flat form: `Tags.member.1.Key=a` is `{ Tags: [{ Key: 'a' }] }`, and `Map.entry.1.key` with
 * `.value` is a map. Every value is text; operations read numbers and booleans from it.
 */
export function parseForm(form: URLSearchParams): Record<string, unknown> {
  const root: Node = {};
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version' || name.startsWith('X-Amz-')) continue;
    setPath(root, name.split('.'), value);
  }
  return Object.fromEntries(Object.entries(root).map(([name, node]) => [name, collapse(node)]));
}

function setPath(root: Node, path: readonly string[], value: string): void {
  let node = root;
  for (const step of path.slice(0, -1)) {
    const next = Object.hasOwn(node, step) ? node[step] : undefined;
    if (typeof next === 'object') node = next;
    else {
      const made: Node = Object.create(null) as Node;
      node[step] = made;
      node = made;
    }
  }
  node[path.at(-1) ?? ''] = value;
}

function collapse(node: Node | string): unknown {
  if (typeof node === 'string') return node;
  const { member, entry } = node;
  if (typeof member === 'object' && Object.keys(node).length === 1) return numbered(member).map(collapse);
  if (typeof entry === 'object' && Object.keys(node).length === 1) {
    return Object.fromEntries(
      numbered(entry).map((each) => {
        const { key, value, Name = key, Value = value } = each as Node; // SNS's message attributes have capitals.
        return [typeof Name === 'string' ? Name : '', collapse(Value ?? '')];
      }),
    );
  }
  return Object.fromEntries(Object.entries(node).map(([name, each]) => [name, collapse(each)]));
}

function numbered(list: Node): (Node | string)[] {
  return Object.entries(list)
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, each]) => each);
}
