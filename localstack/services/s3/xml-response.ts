/** S3's XML: lists are repeated elements, without a wrapper. */
import type { HttpResponse } from '../../engine/service.ts';
import { escapeXml } from '../../engine/wire/xml.ts';

type XmlValue = string | number | boolean | Date | readonly XmlObject[] | XmlObject;

export interface XmlObject {
  readonly [name: string]: XmlValue | undefined;
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function xmlResponse(root: string, value: XmlObject, statusCode = 200): HttpResponse {
  const attributes = root === 'Error' ? '' : ` xmlns="${namespace}"`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attributes}>${elements(value)}</${root}>`;
  return { statusCode, headers: { 'content-type': 'application/xml' }, body };
}

function elements(value: XmlObject): string {
  return Object.entries(value)
    .flatMap(([name, each]) => (isList(each) ? each : [each]).map((one) => element(name, one)))
    .join('');
}

function isList(value: XmlValue | undefined): value is readonly XmlObject[] {
  return Array.isArray(value);
}

function element(name: string, value: XmlValue | undefined): string {
  if (value === undefined) return '';
  if (value instanceof Date) return `<${name}>${value.toISOString()}</${name}>`;
  const content = typeof value === 'object' ? elements(value as XmlObject) : escapeXml(String(value));
  return `<${name}>${content}</${name}>`;
}
