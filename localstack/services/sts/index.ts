/** AWS STS, as far as clients ask who they are and take a role on. */
import type { RoleSource } from '../../engine/authorization/role-source.ts';
import type { Engine, Service } from '../../engine/service.ts';
import { assumeRole } from './assume-role.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

export function createSts(engine: Engine, roles: RoleSource): Service {
  return {
    name: 'sts',
    protocol: { kind: 'query', xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/', apiVersion: '2011-06-15' },
    operations: { AssumeRole: assumeRole(engine, roles), GetCallerIdentity: getCallerIdentity(roles) },
  };
}
