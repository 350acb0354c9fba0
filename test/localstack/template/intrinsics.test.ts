import { expect, test } from '@jest/globals';

import { noValue, referencedNames, resolve, type Scope } from '../../../localstack/template/intrinsics.ts';

const scope: Scope = {
  ref: (name) => (name === 'AWS::NoValue' ? noValue : name === 'AWS::Region' ? 'eu-x-1' : `ref:${name}`),
  getAtt: (logicalId, attribute) => `att:${logicalId}.${attribute}`,
  importValue: (name) => `import:${name}`,
  condition: (name) => name === 'Yes',
  findInMap: (...path) => path.join('/'),
};

test.each([
  [{ Ref: 'A' }, 'ref:A'],
  [{ 'Fn::GetAtt': ['A', 'B.C'] }, 'att:A.B.C'],
  [{ 'Fn::GetAtt': 'A.B.C' }, 'att:A.B.C'],
  [{ 'Fn::Sub': 'x-${A}-${B.Arn}-${!C}' }, 'x-ref:A-att:B.Arn-${C}'],
  [{ 'Fn::Sub': ['${V}${A}', { V: { Ref: 'W' } }] }, 'ref:Wref:A'],
  [{ 'Fn::Join': [',', ['a', { Ref: 'B' }, { Ref: 'AWS::NoValue' }]] }, 'a,ref:B'],
  [{ 'Fn::Select': ['1', { 'Fn::Split': ['|', 'a|b|c'] }] }, 'b'],
  [{ 'Fn::If': ['Yes', { Ref: 'A' }, 'no'] }, 'ref:A'],
  [{ a: { 'Fn::If': ['No', 'x', { Ref: 'AWS::NoValue' }] }, b: [1, { Ref: 'AWS::NoValue' }] }, { b: [1] }],
  [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] }, true],
  [{ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': ['1', 1] }] }, true],
  [{ 'Fn::Base64': 'hi' }, 'aGk='],
  [{ 'Fn::ImportValue': { 'Fn::Sub': '${A}:x' } }, 'import:ref:A:x'],
  [{ 'Fn::FindInMap': ['m', { Ref: 'A' }, 'k'] }, 'm/ref:A/k'],
  [{ 'Fn::GetAZs': '' }, ['eu-x-1a', 'eu-x-1b', 'eu-x-1c']],
])('%j resolves to %j', (expression, expected) => {
  expect(resolve(expression, scope)).toEqual(expected);
});

test.each([
  [{ 'Fn::Transform': { Name: 'x' } }, 'The intrinsic function Fn::Transform is not implemented'],
  ['{{resolve:secretsmanager:s}}', 'The dynamic reference {{resolve:secretsmanager:s}} is not implemented'],
  [{ 'Fn::Select': [3, ['a']] }, 'cannot select nonexistent value at index 3'],
  [{ 'Fn::Join': [',', 'a'] }, 'Fn::Join needs a list, got "a"'],
])('%j is an error that names it', (expression, message) => {
  expect(() => resolve(expression, scope)).toThrow(message);
});

test('references are found wherever they hide', () => {
  const names = referencedNames([
    { Ref: 'A' },
    { x: { 'Fn::GetAtt': ['B', 'Arn'] } },
    { 'Fn::Sub': ['${C.Arn}${!D}', { v: { Ref: 'E' } }] },
  ]);
  expect([...names].toSorted()).toEqual(['A', 'B', 'C', 'E']);
});
