/**
 * A cloud of your own: AWS services in one process, on one port, over AWS's protocols. The public surface of this folder.
 *
 * `const cloud = await createCloud({ folder, port }); await cloud.deployAssembly('cdk.out', …); … await cloud.stop();`
 */

import { createAdmin } from './admin/index.ts';
import { Authorizer } from './engine/authorization/authorizer.ts';
import { RealClock, type Clock } from './engine/clock.ts';
import type { FaultRule } from './engine/faults/fault-rule.ts';
import { Faults } from './engine/faults/faults.ts';
import { lockFolder } from './engine/folder-lock.ts';
import { silentLog, type Log } from './engine/log.ts';
import { makeFolder } from './engine/make-folder.ts';
import type { Random } from './engine/random.ts';
import type { AuthorizeNeighbour, CallService, Engine, HttpRequest, HttpResponse, Service } from './engine/service.ts';
import { openState, type State } from './engine/state.ts';
import { loadCertificate } from './engine/wire/certificate.ts';
import { startServer, type RunningServer } from './engine/wire/server.ts';
import { createWire, type Wire } from './engine/wire/wire.ts';
import { createCloudformation } from './services/cloudformation/index.ts';
import { createServices } from './services/services.ts';
import { deployAssembly, type DeployAssembly } from './template/deploy-assembly.ts';
import { Deployer } from './template/deployer.ts';

export interface CloudOptions {
  /** Everything the cloud must not forget is kept here; a restart on the same folder goes on where it was. */
  readonly folder: string;
  /** 0 lets the system choose; by default 4566, as LocalStack's. */
  readonly port?: number;
  /** The address to listen on; by default only this machine can reach it. */
  readonly host?: string;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  /** False lets everybody do everything. By default the policies decide what functions and other roles may do. */
  readonly iam?: boolean;
  /** What breaks on purpose, from the start. */
  readonly faults?: readonly FaultRule[];
}

export interface Cloud {
  /** `http://127.0.0.1:<port>`; HTTPS is on the same port. */
  readonly url: string;
  readonly port: number;
  /** Calls an operation without a socket: `call('kinesis', 'PutRecord', {…})`, in the JSON protocols' shapes. */
  readonly call: CallService;
  /** Answers one HTTP request without a socket. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  readonly deployAssembly: DeployAssembly;
  readonly services: readonly Service[];
  /** What breaks on purpose: `cloud.faults.add({ service: 'dynamodb', effect: { kind: 'throttle' }, count: 3 })`. */
  readonly faults: Faults;
  stop(): Promise<void>;
}

export const accountId = '000000000000';
export const region = 'us-east-1';

/** Starts a cloud. Rejects when the folder is in use by another one, the port is taken or a fault rule cannot be. */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const { folder, port = 4566, host = '127.0.0.1', clock = new RealClock(), log = silentLog } = options;
  makeFolder(folder);
  const lock = lockFolder(folder);
  const state = openState(folder);
  const close = (): void => {
    lock.release();
    state.close();
  };
  let server: RunningServer | undefined;
  try {
    const certificate = await loadCertificate(folder, clock.nowMs());
    // The port comes first: services remember addresses with it. Who is early waits until they are there.
    const ready = Promise.withResolvers<Wire>();
    const handle = async (request: HttpRequest): Promise<HttpResponse> => (await ready.promise).handle(request);
    const listening = (server = await startServer({ host, port, certificate, handle }));
    const url = `http://${host}:${listening.port}`;
    if (state.moveAddress(url)) log('warn', 'cloud-moved', { url });

    const { wire, services, deploy, faults } = assemble(options, { state, url, clock, log, host });
    for (const service of services) await service.start?.();
    ready.resolve(wire);
    log('info', 'cloud-started', { url, folder, services: services.length });
    const stop = async (): Promise<void> => {
      await listening.stop();
      for (const service of services.toReversed()) await service.stop?.();
      close();
      log('info', 'cloud-stopped', {});
    };
    const { call, handle: answer } = wire;
    return { url, port: listening.port, call, handle: answer, deployAssembly: deploy, services, faults, stop };
  } catch (fault) {
    await server?.stop();
    close();
    throw fault;
  }
}

interface Place {
  readonly state: State;
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly host: string;
}

/** Every service, the deployer that uses them, and the wire in front of them. */
function assemble(options: CloudOptions, { state, url, clock, log, host }: Place) {
  const { random = Math.random, iam = true, faults: rules = [] } = options;
  const ask: AuthorizeNeighbour = (...asked) => authorizer?.authorizeNeighbour(...asked);
  const endpointUrl = (): string => url;
  const faults = new Faults({ clock, random, log, services: () => services });
  const place = { clock, random, state, log, accountId, region, endpointUrl, faults };
  const engine: Engine = { ...place, ...(iam && { authorize: ask }) };

  const call: CallService = (service, operation, input) => wire.call(service, operation, input);
  const hosted = createServices(engine);
  const types = new Map(hosted.flatMap(({ resources = {} }) => Object.entries(resources)));
  const deployer = new Deployer({ engine, types, call });
  const cloudformation = createCloudformation(deployer);
  for (const [name, type] of Object.entries(cloudformation.resources ?? {})) types.set(name, type);
  const deploy = deployAssembly(deployer, { accountId, region });

  const services: Service[] = [...hosted, cloudformation];
  const authorizer = iam ? new Authorizer({ accountId, region, clock, log, services: () => services }) : undefined;
  services.push(createAdmin({ services: () => services, deployAssembly: deploy, authorizer, faults }));
  faults.addAll(rules);
  const wire = createWire({ services, accountId, region, random, log, authorizer, faults, host });
  return { wire, services, deploy, faults };
}
