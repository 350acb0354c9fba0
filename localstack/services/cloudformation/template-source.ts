import { validationError } from '../../template/errors.ts';
/** Where an operation's template comes from: the request itself, an object in S3, or the stack as it is. */
import type { StackRecord } from '../../template/stack-record.ts';
import { parseTemplate, type Template } from '../../template/template.ts';
import { isTrue } from './form-input.ts';
import type { ReadObject } from './room.ts';

export interface TemplateInput {
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
  readonly UsePreviousTemplate?: string;
}

export const templateParameters = {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  TemplateBody: { type: 'string', lengthMin: 1, lengthMax: 51_200 },
  TemplateURL: { type: 'string', lengthMin: 1, lengthMax: 5120 },
} as const;

export interface ReadTemplate {
  readonly template: Template;
  readonly templateBody: string;
}

export async function readTemplate(
  input: TemplateInput,
  readObject: ReadObject,
  previous?: StackRecord,
): Promise<ReadTemplate> {
  const { TemplateBody, TemplateURL, UsePreviousTemplate } = input;
  if (isTrue(UsePreviousTemplate) && previous) return { template: previous.template, templateBody: bodyOf(previous) };
  if (TemplateBody !== undefined && TemplateURL !== undefined) {
    throw validationError('Only one of TemplateURL or TemplateBody may be specified.');
  }
  if (TemplateBody === undefined && TemplateURL === undefined) {
    throw validationError('Either Template URL or Template Body must be specified.');
  }
  const templateBody = TemplateBody ?? (await readUrl(TemplateURL ?? '', readObject));
  return { template: parseTemplate(templateBody), templateBody };
}

/** A stack's template as it was sent, or written anew when it was not sent at all. */
export function bodyOf({ template, templateBody }: Pick<StackRecord, 'template' | 'templateBody'>): string {
  return templateBody ?? JSON.stringify(template, null, 1);
}

async function readUrl(templateUrl: string, readObject: ReadObject): Promise<string> {
  const place = placeOf(templateUrl);
  if (!place) throw validationError('TemplateURL must be a supported URL.');
  return await readObject(place.bucket, place.key);
}

/**
 * Bucket and key of an S3 URL: `https://s3.<region>.amazonaws.com/<bucket>/<key>` or
 * `https://<bucket>.s3.<region>.amazonaws.com/<key>`, with any host of this cloud in the place of `s3…`.
 */
export function placeOf(templateUrl: string): { bucket: string; key: string } | undefined {
  if (!URL.canParse(templateUrl)) return undefined;
  const { hostname, pathname, protocol } = new URL(templateUrl);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  const path = decodeURIComponent(pathname.slice(1));
  const [, bucket] = /^(?<bucket>.+?)\.(?:s3[.-]|localhost)/u.exec(hostname) ?? [];
  if (bucket !== undefined) return path === '' ? undefined : { bucket, key: path };
  const slash = path.indexOf('/');
  return slash < 1 ? undefined : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}
