import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CommandBody, type CommandSink, commandNames, type ViewSource } from '@homebound/wire';
import { Access, type AccessOptions, type GatewayClock } from './access/access.ts';
import { type AuditLog, memoryAudit } from './access/audit.ts';
import { ManualDrive } from './access/manualDrive.ts';
import { checkPolicies } from './access/policy.ts';
import type { Role } from './access/role.ts';
import { Api, type ApiParts, soundParts } from './api/api.ts';
import type { Desk } from './api/route.ts';
import { routesOf } from './api/routes.ts';
import { type Assets, loadAssets } from './assets.ts';
import { GatewayError, listenError } from './gatewayError.ts';
import { isLoopback, type Names, namesOf } from './guard.ts';
import { type ClientLimits, defaultLimits } from './pageClient.ts';
import { deviceOf, Pages, type PresenceSign } from './pages.ts';
import { serveHttp } from './serveHttp.ts';
import type { DeviceCertificates } from './tls/deviceCertificates.ts';
import { serveTls } from './tls/serveTls.ts';

export interface GatewayOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Address to listen on; 127.0.0.1 when absent. Any other needs `access`. */
  readonly address?: string;
  /** Folder of the built page (flat), or its files already in memory. */
  readonly page: string | Assets;
  /** What is to be seen; usually a `LiveView`. */
  readonly source: ViewSource;
  /** Who carries commands out. */
  readonly commands: CommandSink;
  readonly log?: (level: 'info' | 'warn' | 'error', text: string) => void;
  readonly limits?: Partial<ClientLimits>;
  /** Pairing and roles. Absent, whoever is on this machine may do everything, and nobody else anything. */
  readonly access?: AccessOptions;
  /** HTTPS: see `deviceCertificates`. */
  readonly tls?: DeviceCertificates;
  /** Who did what; forgotten with the process when absent. */
  readonly audit?: AuditLog;
  /** Light and chirp of the body. */
  readonly presenceSign?: (sign: PresenceSign) => void;
  readonly clock?: GatewayClock;
  /** Sets the robot's clock, which `clock` then shows. */
  readonly setClock?: (wall_s: number) => void;
  readonly contact?: Desk['contact'];
}

/** What a person at the robot does, without any login. */
export interface BodyButtons {
  /** Opens pairing for two minutes. @returns false while wrong codes have locked it, and where no access is set up */
  pair(role?: Role): boolean;
  /** Ends driving by hand at once, and keeps it off. */
  overrideOff(): void;
  overrideOn(): void;
  /** Unpairs everybody. */
  reset(): void;
}

export interface Gateway {
  readonly port: number;
  /** What a person types, e.g. `http://127.0.0.1:8080/`. */
  readonly url: string;
  readonly body: BodyButtons;
  /** Pages that are connected now. */
  clients(): number;
  /** Closes every connection and the listener; may be called again. */
  close(): Promise<void>;
}

const maxConnections = 64;
/** The robot's answer to a request over HTTP is waited for so long, s. */
const answerTimeout_s = 10;
const serverLimits = { maxHeaderSize: 16 * 1024, requestTimeout: 10_000, headersTimeout: 10_000 };

const systemClock: GatewayClock = { mono_s: () => performance.now() / 1000, wall_s: () => Date.now() / 1000 };

/** A command as a promise that always resolves, with a refusal when the answer stays out. */
function asker(commands: CommandSink): Desk['ask'] {
  return (command: CommandBody) =>
    new Promise((resolve) => {
      const late = setTimeout(
        () => resolve({ accepted: false, reason: 'The robot did not answer' }),
        1000 * answerTimeout_s,
      ).unref();
      commands(command, (accepted, reason) => {
        clearTimeout(late);
        resolve({ accepted, reason });
      });
    });
}

function deskOf(options: GatewayOptions): Desk {
  const { source, commands, clock = systemClock, audit = memoryAudit(), tls, setClock, contact } = options;
  const access = options.access && new Access(options.access, clock, audit);
  const manual = new ManualDrive({
    commands,
    now_s: clock.mono_s,
    began: (by) =>
      audit.append({ stamp_s: clock.wall_s(), kind: 'manualDrive', by: deviceOf(by), what: 'Drove by hand' }),
  });
  return {
    access,
    source,
    audit,
    clock,
    manual,
    isSecure: tls !== undefined,
    ask: asker(commands),
    authority: tls?.authority,
    setClock,
    contact,
  };
}

/**
 * Serves the page, the API and the live view, on 127.0.0.1 unless told otherwise.
 * @returns once it listens. Rejects with GatewayError: a port in use, a page that is not built, an address of the network
 *   without access control, a route without a policy.
 */
export function startGateway(options: GatewayOptions): Promise<Gateway> {
  return startGatewayWith(options, soundParts);
}

/** The same with what decides handed in: for tests that plant a fault in it. Not on the room's door. */
export async function startGatewayWith(options: GatewayOptions, parts: ApiParts): Promise<Gateway> {
  const { log = () => {}, address = '127.0.0.1', tls } = options;
  if (!isLoopback(address) && options.access === undefined)
    throw new GatewayError(
      'needsAccess',
      `Will not listen on ${address} without pairing; give access, or use 127.0.0.1`,
    );
  const assets = typeof options.page === 'string' ? loadAssets(options.page) : options.page;
  const desk = deskOf(options);
  const routes = routesOf(desk);
  checkPolicies([...routes.map(({ key }) => key), 'GET /page', 'GET /pairing-page', 'GET /ws'], commandNames);
  let names: Names = { hosts: [], origins: [] };
  const api = new Api(desk, routes, assets, () => names, parts);
  const failed = (error: unknown): void => log('error', `Gateway: a request failed: ${String(error)}`);

  const server: Server =
    tls === undefined ? createServer(serverLimits) : serveTls(serverLimits, tls, desk.clock.wall_s);
  server.maxConnections = maxConnections;
  server.on('request', (request, response) => void serveHttp(api, request, response, failed));
  const pages = new Pages({
    ...options,
    api,
    desk,
    log,
    limits: { ...defaultLimits, ...options.limits },
  });
  server.on('upgrade', (request, socket, head) => pages.upgrade(request, socket, head));
  await listen(server, options.port, address).catch((error) => {
    pages.close();
    throw error;
  });
  server.on('error', (error) => log('error', `Gateway: ${error.message}`));
  const { port } = server.address() as AddressInfo;
  names = namesOf(address, port, options.access?.names ?? [], tls !== undefined);

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    desk.manual.off();
    pages.close();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return {
    port,
    url: `${names.origins[0]}/`,
    body: buttonsOf(desk),
    clients: () => pages.count,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

function buttonsOf({ access, manual, audit, clock }: Desk): BodyButtons {
  const note = (what: string): void => audit.append({ stamp_s: clock.wall_s(), kind: 'manualDrive', by: 'body', what });
  return {
    pair: (role) => access?.pressButton(role) ?? false,
    overrideOff: () => {
      manual.off();
      note('Switched driving by hand off');
    },
    overrideOn: () => {
      manual.on();
      note('Switched driving by hand on');
    },
    reset: () => access?.reset(),
  };
}

function listen(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(address, port, error)));
    server.listen(port, address, resolve);
  });
}
