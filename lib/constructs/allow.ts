import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';

/**
 * Allows exactly these actions on exactly these ARNs.
 * `Table.grant` would add every index of the table to each grant, whether the function reads one or not.
 */
export function allow(grantee: IGrantable, actions: readonly string[], ...resourceArns: readonly string[]): void {
  Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [...resourceArns] }).assertSuccess();
}
