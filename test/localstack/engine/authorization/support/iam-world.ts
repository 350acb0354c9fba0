/** Services under enforced policies on a virtual clock, with SDK clients that sign as a role's session. */
import { Authorizer } from '../../../../../localstack/engine/authorization/authorizer.ts';
import { roleSession } from '../../../../../localstack/engine/authorization/principal.ts';
import type { RoleSession } from '../../../../../localstack/engine/authorization/principal.ts';
import { sessionCredentials } from '../../../../../localstack/engine/authorization/session-credentials.ts';
import { lineLog } from '../../../../../localstack/engine/log.ts';
import type { Engine, Service } from '../../../../../localstack/engine/service.ts';
import { createDynamodb } from '../../../../../localstack/services/dynamodb/index.ts';
import { createIam } from '../../../../../localstack/services/iam/index.ts';
import { createKinesis } from '../../../../../localstack/services/kinesis/index.ts';
import { createKms } from '../../../../../localstack/services/kms/index.ts';
import { createS3 } from '../../../../../localstack/services/s3/index.ts';
import { createSqs } from '../../../../../localstack/services/sqs/index.ts';
import { createSts } from '../../../../../localstack/services/sts/index.ts';
import { inProcess, testEngine } from '../../../../support/in-process.ts';

export const accountId = '000000000000';
export const roleArn = `arn:aws:iam::${accountId}:role/worker`;

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly [element: string]: unknown;
}

const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

export class IamWorld {
  readonly events: string[] = [];
  readonly engine: Engine & { readonly clock: ReturnType<typeof testEngine>['clock'] };
  readonly authorizer: Authorizer;
  readonly call;
  readonly #clientOptions;

  constructor() {
    const engine = testEngine();
    this.engine = {
      ...engine,
      log: lineLog((line) => void this.events.push(line), engine.clock.nowMs),
      authorize: (...asked) => this.authorizer.authorizeNeighbour(...asked),
    };
    const iam = createIam(this.engine);
    const services: Service[] = [
      createDynamodb(this.engine),
      createKinesis(this.engine),
      createKms(this.engine),
      createS3(this.engine),
      createSqs(this.engine),
      createSts(this.engine, iam.roles),
      iam,
    ];
    const { clock, log, region } = this.engine;
    this.authorizer = new Authorizer({ accountId, region, clock, log, services: () => services });
    const { clientOptions, call } = inProcess(services, this.authorizer);
    this.#clientOptions = clientOptions;
    this.call = call;
  }

  /** A role that anybody in the account may take on, with one inline policy. */
  async makeRole(...statements: readonly Statement[]): Promise<void> {
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: accountId } };
    await this.call('iam', 'CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: document(trust) });
    await this.allow(...statements);
  }

  /** Replaces the role's inline policy. */
  async allow(...statements: readonly Statement[]): Promise<void> {
    const PolicyDocument = document(...statements);
    await this.call('iam', 'PutRolePolicy', { RoleName: 'worker', PolicyName: 'may', PolicyDocument });
  }

  /** Options for a client that signs as the role, or as another session of it. */
  asRole(session: RoleSession = roleSession(roleArn, 'me')) {
    return { ...this.#clientOptions, credentials: sessionCredentials(session) };
  }

  get asOperator() {
    return this.#clientOptions;
  }

  close(): void {
    this.engine.state.close();
  }
}

export const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
