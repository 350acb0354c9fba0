import { expect, test } from '@jest/globals';

import { parseTemplate } from '../../../localstack/template/template.ts';

const resource = 'Resources: { A: { Type: T } }\n';

test('YAML and JSON of the same meaning are the same template', () => {
  const yaml = `
Description: two forms
Conditions:
  IsBig: !Not [!Equals [!Ref Size, "0"]]
Resources:
  A:
    Type: Test::Box
    Condition: IsBig
    Properties:
      Name: !Sub \${AWS::StackName}-a
      Friend: !GetAtt B.Arn
      Content: !Join ["-", [!Ref B, !If [IsBig, 1, !Ref AWS::NoValue]]]
      Long: |
        line
        line
  B: { Type: Test::Box }
`;
  expect(parseTemplate(yaml)).toEqual(
    parseTemplate(
      JSON.stringify({
        Description: 'two forms',
        Conditions: { IsBig: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Size' }, '0'] }] } },
        Resources: {
          A: {
            Type: 'Test::Box',
            Condition: 'IsBig',
            Properties: {
              Name: { 'Fn::Sub': '${AWS::StackName}-a' },
              Friend: { 'Fn::GetAtt': 'B.Arn' },
              Content: { 'Fn::Join': ['-', [{ Ref: 'B' }, { 'Fn::If': ['IsBig', 1, { Ref: 'AWS::NoValue' }] }]] },
              Long: 'line\nline\n',
            },
          },
          B: { Type: 'Test::Box' },
        },
      }),
    ),
  );
});

test('a version that looks like a date stays the text that it is', () => {
  const template = parseTemplate(`AWSTemplateFormatVersion: 2010-09-09\n${resource}`);
  expect(template).toMatchObject({ AWSTemplateFormatVersion: '2010-09-09' });
});

test.each([
  ['{"Resources": ', 'JSON not well-formed'],
  ['a: [', 'YAML not well-formed'],
  ['just words', 'unsupported structure'],
  ['Description: x', 'At least one Resources member must be defined.'],
  [`Transform: AWS::Serverless-2016-10-31\n${resource}`, 'section Transform is not supported'],
  ['Resources: { A: { Type: T, CreationPolicy: {} } }', 'A: attribute CreationPolicy is not supported'],
  ['Resources: { A: {} }', 'A has no Type'],
])('%j is a format error that says why', (text, reason) => {
  expect(() => parseTemplate(text)).toThrow(new RegExp(`^Template format error: .*${reason}`, 'u'));
});
