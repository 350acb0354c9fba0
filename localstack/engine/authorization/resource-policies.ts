/** The policies of resources, as their services keep them, compiled once for each text. */
import { faultText } from '../log.ts';
import type { Log } from '../log.ts';
import type { ResourcePolicy, Service } from '../service.ts';
import { compilePolicy } from './policy.ts';
import type { Policy } from './policy.ts';

/** Texts that are remembered; a policy that has changed leaves its old text behind. */
const textsMax = 500;

export class ResourcePolicies {
  readonly #services: () => readonly Service[];
  readonly #log: Log;
  readonly #byText = new Map<string, Policy | undefined>();
  readonly #byStatements = new WeakMap<object, Policy>();
  #sources: Map<string, NonNullable<NonNullable<Service['iam']>['policyOf']>> | undefined;

  constructor(services: () => readonly Service[], log: Log) {
    this.#services = services;
    this.#log = log;
  }

  /** The policy of the resource with this ARN; undefined when it has none. */
  of(arn: string): Policy | undefined {
    if (arn === '*') return undefined;
    const policy = this.#sourceOf(arn)?.(arn);
    return policy === undefined ? undefined : this.#compile(arn, policy);
  }

  #sourceOf(arn: string) {
    this.#sources ??= new Map(
      this.#services().flatMap(({ name, iam }) => (iam?.policyOf ? [[name, iam.policyOf] as const] : [])),
    );
    const start = arn.indexOf(':', 4) + 1;
    return this.#sources.get(arn.slice(start, arn.indexOf(':', start)));
  }

  #compile(arn: string, policy: ResourcePolicy): Policy | undefined {
    if (typeof policy === 'string') {
      if (this.#byText.has(policy)) return this.#byText.get(policy);
      if (this.#byText.size >= textsMax) this.#byText.clear();
      const compiled = this.#read(arn, policy);
      this.#byText.set(policy, compiled);
      return compiled;
    }
    const known = this.#byStatements.get(policy);
    if (known) return known;
    const compiled = compilePolicy(arn, { Version: '2012-10-17', Statement: policy });
    this.#byStatements.set(policy, compiled);
    return compiled;
  }

  #read(arn: string, text: string): Policy | undefined {
    try {
      return compilePolicy(arn, text);
    } catch (fault) {
      this.#log('error', 'iam-policy-unreadable', { resource: arn, fault: faultText(fault) });
      return undefined;
    }
  }
}
