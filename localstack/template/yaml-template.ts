/**
 * Templates in YAML, with CloudFormation's short forms: `!Ref X` is `{ Ref: X }`, `!Sub x` is `{ 'Fn::Sub': x }`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/gettingstarted.templatebasics.html
 */
import { parse, YAMLMap, type CollectionTag, type ScalarTag } from 'yaml';

const shortForms: readonly (readonly [tag: string, name: string])[] = [
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...[
    'And',
    'Base64',
    'Cidr',
    'Contains',
    'Equals',
    'FindInMap',
    'GetAZs',
    'GetAtt',
    'If',
    'ImportValue',
    'Join',
    'Not',
    'Or',
    'Select',
    'Split',
    'Sub',
    'Transform',
  ].map((name) => [`!${name}`, `Fn::${name}`] as const),
];

const customTags: (ScalarTag | CollectionTag)[] = shortForms.flatMap(([tag, name]) => {
  const wrap = (value: unknown): YAMLMap => {
    const map = new YAMLMap();
    map.set(name, value);
    return map;
  };
  return [
    { tag, resolve: (text: string) => ({ [name]: text }) },
    { tag, collection: 'seq', resolve: wrap },
    { tag, collection: 'map', resolve: wrap },
  ];
});

/** What the text says, as JSON would have said it. A key that is there twice counts as its last, as at AWS. Throws the parser's sentence. */
export function parseYaml(text: string): unknown {
  return parse(text, { customTags, schema: 'core', uniqueKeys: false });
}
