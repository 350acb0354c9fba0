/** XML as AWS's query protocol writes it: members in order, lists as `<member>`, text escaped. */

/**
 * The elements of `value` under a tag each; arrays become `<member>` elements, and a `Map` becomes `<entry>` elements
 * (AWS query protocol's forms of lists and maps).
 */
export function xmlElements(value: Readonly<Record<string, unknown>>): string {
  return Object.entries(value)
    .filter(([, each]) => each !== undefined && each !== null)
    .map(([name, each]) => `<${name}>${xmlContent(each)}</${name}>`)
    .join('');
}

function xmlContent(value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => `<member>${xmlContent(each)}</member>`).join('');
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) {
    const entries = [...(value as Map<string, unknown>)];
    return entries.map(([key, each]) => `<entry>${xmlElements({ key, value: each })}</entry>`).join('');
  }
  if (typeof value === 'object' && value !== null) return xmlElements(value as Record<string, unknown>);
  return escapeXml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text that is safe between tags and in attributes. Control characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/gu, (character) => entities[character] ?? character)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/gu, '\ufffd'); // oxlint-disable-line no-control-regex
}
