import { notImplemented } from '../../engine/aws-error.ts';
import type { Tag } from './store/version.ts';

interface Rule {
  readonly Id?: string;
  readonly Status: string;
  readonly Prefix?: string;
  readonly TagFilters?: readonly Tag[];
  readonly ObjectSizeGreaterThan?: number | string;
  readonly ObjectSizeLessThan?: number | string;
  readonly ExpirationInDays?: number | string;
  readonly ExpirationDate?: string;
  readonly ExpiredObjectDeleteMarker?: boolean | string;
  readonly NoncurrentVersionExpirationInDays?: number | string;
  readonly NoncurrentVersionExpiration?: Noncurrent;
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number | string };
}

interface Noncurrent {
  readonly NoncurrentDays?: number | string | undefined;
  readonly NewerNoncurrentVersions?: number | string;
}

const known: readonly (keyof Rule)[] = [
  'Id',
  'Status',
  'Prefix',
  'TagFilters',
  'ObjectSizeGreaterThan',
  'ObjectSizeLessThan',
  'ExpirationInDays',
  'ExpirationDate',
  'ExpiredObjectDeleteMarker',
  'NoncurrentVersionExpirationInDays',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
];

/**
 * CloudFormation's words for a lifecycle in the API's. Throws NotImplemented for a member that is not translated.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html
 */
export function toLifecycleConfiguration(value: unknown): Readonly<Record<string, unknown>> {
  const { Rules } = value as { Rules: readonly Rule[] };
  return { Rules: Rules.map(toRule) };
}

function toRule(rule: Rule): Readonly<Record<string, unknown>> {
  for (const name of Object.keys(rule)) {
    if (!(known as readonly string[]).includes(name))
      throw notImplemented(`AWS::S3::Bucket.LifecycleConfiguration.${name}`);
  }
  const noncurrent: Noncurrent = rule.NoncurrentVersionExpiration ?? {
    NoncurrentDays: rule.NoncurrentVersionExpirationInDays,
  };
  return withoutUndefined({
    ID: rule.Id,
    Status: rule.Status,
    Filter: toFilter(rule),
    Expiration: withoutUndefined({
      Days: toNumber(rule.ExpirationInDays),
      Date: rule.ExpirationDate,
      ExpiredObjectDeleteMarker:
        rule.ExpiredObjectDeleteMarker === undefined ? undefined : String(rule.ExpiredObjectDeleteMarker) === 'true',
    }),
    NoncurrentVersionExpiration: withoutUndefined({
      NoncurrentDays: toNumber(noncurrent.NoncurrentDays),
      NewerNoncurrentVersions: toNumber(noncurrent.NewerNoncurrentVersions),
    }),
    AbortIncompleteMultipartUpload: withoutUndefined({
      DaysAfterInitiation: toNumber(rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation),
    }),
  });
}

/** One condition stands by itself; several stand in an `And`. */
function toFilter(rule: Rule): Readonly<Record<string, unknown>> {
  const { Prefix, TagFilters = [] } = rule;
  const conditions = withoutUndefined({
    Prefix,
    ObjectSizeGreaterThan: toNumber(rule.ObjectSizeGreaterThan),
    ObjectSizeLessThan: toNumber(rule.ObjectSizeLessThan),
  });
  const count = Object.keys(conditions).length + TagFilters.length;
  if (count === 0) return { Prefix: '' };
  if (count > 1) return { And: { ...conditions, ...(TagFilters.length > 0 && { Tags: TagFilters }) } };
  return TagFilters.length > 0 ? { Tag: TagFilters[0] } : conditions;
}

function toNumber(value: number | string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** Without the members that are not given, nor those of which nothing is. */
function withoutUndefined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isEmpty = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && !isEmpty(value)));
}
