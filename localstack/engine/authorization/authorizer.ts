/**
 * IAM, enforced: who signed a request, what it asks for, and whether the policies let it. The account's operator, any key
 * that is not a role session's, is never asked about.
 */
import { AwsError, notImplemented } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Authorize, AuthorizeNeighbour, Call, HttpRequest, Service } from '../service.ts';
import type { Access, ConditionValues, Input, Place, Row } from './action-table.ts';
import { actionTables } from './actions/tables.ts';
import { insideTheCloud, lookupOf, transportOf } from './circumstances.ts';
import type { Transport } from './circumstances.ts';
import { accessDenied, nameOf } from './denial.ts';
import { evaluate, evaluateForService } from './evaluate.ts';
import type { Verdict } from './evaluate.ts';
import { Grants } from './grants.ts';
import { Identifier } from './identify.ts';
import type { Principal, RoleSession } from './principal.ts';
import { ResourcePolicies } from './resource-policies.ts';
import type { RoleSource } from './role-source.ts';
import { usageReport } from './usage-report.ts';
import type { RoleUsageReport } from './usage-report.ts';

export interface AuthorizerOptions {
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  readonly log: Log;
  /** One of them is IAM, which has the roles. */
  readonly services: () => readonly Service[];
}

/** One action on one resource, by somebody, somehow. */
interface Asked {
  readonly service: string;
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly transport: Transport;
  readonly ofRequest?: (() => ConditionValues) | undefined;
}

export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #roles: RoleSource;
  readonly #identifier: Identifier;
  readonly #grants: Grants;
  readonly #resourcePolicies: ResourcePolicies;
  readonly #place: Place;
  /** Actions in lower case, made once for each. */
  readonly #lowered = new Map<string, string>();

  constructor(options: AuthorizerOptions) {
    const { accountId, region, clock, log, services } = options;
    this.#options = options;
    this.#roles = findRoles(services());
    this.#identifier = new Identifier(clock);
    this.#grants = new Grants(this.#roles, log);
    this.#resourcePolicies = new ResourcePolicies(services, log);
    const serviceNamed = (name: string) => services().find((service) => service.name === name);
    this.#place = {
      accountId,
      region,
      resolve: (service, member, value) => serviceNamed(service)?.iam?.resolve?.(member, value),
    };
  }

  /** What a request's `Call` says of who asks: nothing at all when it is the operator. */
  admit(request: HttpRequest, { protocol }: Service): Pick<Call, 'caller' | 'authorize'> {
    let caller: RoleSession | undefined;
    try {
      caller = this.#identifier.identify(request, protocol.kind);
    } catch (fault) {
      if (!(fault instanceof AwsError)) throw fault;
      // Thrown where the protocol turns errors into its own answers.
      const refuse = (): never => {
        throw fault;
      };
      return { authorize: refuse };
    }
    if (!caller) return {};
    const principal = caller;
    const authorize: Authorize = (service, operation, input) =>
      this.#checkOperation(principal, transportOf(request), service, operation, input);
    return { caller, authorize };
  }

  /** What services ask before they act in somebody's name. Throws AWS's refusal. */
  readonly authorizeNeighbour: AuthorizeNeighbour = (principal, action, resource) => {
    const service = resource.split(':')[2] ?? '';
    this.#check({ service, principal, action, resource, transport: insideTheCloud });
  };

  /** What every role may do and has done since the cloud started. */
  usage(): readonly RoleUsageReport[] {
    return usageReport(this.#roles, this.#grants);
  }

  #checkOperation(
    principal: RoleSession,
    transport: Transport,
    service: string,
    operation: string,
    input: Input,
  ): void {
    const table = actionTables[service];
    const row = table && Object.hasOwn(table.rows, operation) ? table.rows[operation] : undefined;
    if (!table || !row) {
      this.#options.log('error', 'iam-not-implemented', { service, operation });
      throw notImplemented(`The IAM action of ${service}.${operation}`);
    }
    if (row.isFree) return;
    const { conditions } = row;
    const ofRequest = conditions && (() => conditions(input));
    for (const { action, resources } of accessesOf(row, `${table.prefix}:${operation}`, input, this.#place)) {
      for (const resource of resources) this.#check({ service, principal, action, resource, transport, ofRequest });
    }
  }

  #check(asked: Asked): void {
    const { principal, action, resource } = asked;
    const grants = principal.kind === 'role' ? this.#grants.of(principal) : undefined;
    const verdict = this.#judge(asked, grants);
    if (verdict.isAllowed) return grants?.usage.note(verdict.used, action);
    const { reason, unknownOperators } = verdict;
    const { log } = this.#options;
    if (unknownOperators)
      log('error', 'iam-not-implemented', { conditionOperators: unknownOperators, action, resource });
    log('warn', 'access-denied', { principal: nameOf(principal), action, resource, reason });
    grants?.usage.noteDenial(action, resource, reason);
    throw accessDenied(asked.service, nameOf(principal), action, resource, reason);
  }

  #judge(
    { service, principal, action, resource, transport, ofRequest }: Asked,
    grants: ReturnType<Grants['of']> | undefined,
  ): Verdict {
    const lookup = lookupOf({
      principal,
      role: grants?.role,
      place: this.#place,
      transport,
      nowMs: this.#options.clock.nowMs(),
      ofRequest,
    });
    const question = { principal, action, actionLower: this.#lower(action), resource, lookup };
    const resourcePolicy = this.#resourcePolicies.of(resource);
    if (!grants) return evaluateForService(question, resourcePolicy);
    const mustResourceAllow = actionTables[service]?.mustResourceAllow === true && resource !== '*';
    return evaluate(question, { ...grants.policies, resource: resourcePolicy, mustResourceAllow });
  }

  #lower(action: string): string {
    let lowered = this.#lowered.get(action);
    if (lowered === undefined) this.#lowered.set(action, (lowered = action.toLowerCase()));
    return lowered;
  }
}

function findRoles(services: readonly Service[]): RoleSource {
  const roles = services.find(({ iam }) => iam?.roles !== undefined)?.iam?.roles;
  if (!roles) throw new Error('policies cannot be enforced: none of the services has roles');
  return roles;
}

const everything = ['*'];

function accessesOf(row: Row, defaultAction: string, input: Input, place: Place): readonly Access[] {
  if (row.accesses) return row.accesses(input, place);
  return [{ action: row.action ?? defaultAction, resources: row.on?.(input, place) ?? everything }];
}
