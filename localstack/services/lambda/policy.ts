/** A function's resource policy: who may invoke it. Kept and shown; enforcement is not part of this room. */
import type { PolicyStatement } from './function-record.ts';

export interface PermissionInput {
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly PrincipalOrgID?: string;
}

/** The statement that AWS writes for a permission. https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export function newStatement(arn: string, input: PermissionInput): PolicyStatement {
  const { SourceArn, SourceAccount, PrincipalOrgID } = input;
  const condition = {
    ...(SourceAccount && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
    ...(PrincipalOrgID && { StringEquals: { 'aws:PrincipalOrgID': PrincipalOrgID } }),
    ...(SourceArn && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
  };
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: readPrincipal(input.Principal),
    Action: input.Action,
    Resource: arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function readPrincipal(principal: string): unknown {
  if (principal === '*') return '*';
  if (/^\d{12}$/u.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}
