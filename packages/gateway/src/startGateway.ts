import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { commandNames } from '@homebound/wire';
import { checkPolicies } from './access/policy.ts';
import { Api, type ApiParts, soundParts } from './api/api.ts';
import type { Desk } from './api/route.ts';
import { routesOf } from './api/routes.ts';
import { loadAssets } from './assets.ts';
import { buttonsOf, deskOf } from './desk.ts';
import { GatewayError, listenError } from './gatewayError.ts';
import { isLoopback, type Names, namesOf } from './guard.ts';
import { Connections } from './http/connections.ts';
import { HttpServer } from './http/serveHttp.ts';
import type { Gateway, GatewayOptions } from './options.ts';
import { defaultLimits } from './pageClient.ts';
import { Pages } from './pages.ts';
import { serveTls } from './tls/serveTls.ts';

/** How long a body may take depends on how large it is: `receive` sees to that. */
const serverLimits = {
  maxHeaderSize: 16 * 1024,
  requestTimeout: 0,
  headersTimeout: 10_000,
  // Half a minute unless it is said: who connects and says nothing would hold a place for so long.
  connectionsCheckingInterval: 2_000,
};
/** A connection on which nothing moves for this long is closed, ms: longer than the store is waited for. */
const silence_ms = 400_000;

/** The API without a socket: what decides about requests, and what they work on. Throws GatewayError as `startGateway` does. */
export function gatewayCore(
  options: GatewayOptions,
  names: () => Names,
  parts: ApiParts = soundParts,
): { readonly api: Api; readonly desk: Desk; readonly keys: readonly string[] } {
  const assets = typeof options.page === 'string' ? loadAssets(options.page) : options.page;
  const desk = deskOf(options);
  const routes = routesOf(desk);
  const keys = [...routes.map(({ key }) => key), 'GET /page', 'GET /pairing-page', 'GET /ws'];
  checkPolicies(keys, commandNames);
  return { api: new Api(desk, routes, assets, names, parts), desk, keys };
}

/**
 * Serves the page, the API and the live view, on 127.0.0.1 unless told otherwise.
 * @returns once it listens. Rejects with GatewayError: a port in use, a page that is not built, an address of the network
 *   without access control and HTTPS, a route without a policy.
 */
export function startGateway(options: GatewayOptions): Promise<Gateway> {
  return startGatewayWith(options, soundParts);
}

/** The same with what decides handed in: for tests that plant a fault in it. Not on the room's door. */
export async function startGatewayWith(options: GatewayOptions, parts: ApiParts): Promise<Gateway> {
  const { log = () => {}, address = '127.0.0.1', tls } = options;
  if (!isLoopback(address) && (options.access === undefined || tls === undefined))
    throw new GatewayError(
      'needsAccess',
      `Will not listen on ${address} without pairing and HTTPS; give access and tls, or use 127.0.0.1`,
    );
  let names: Names = { hosts: [], origins: [] };
  const { api, desk } = gatewayCore(options, () => names, parts);
  const failed = (error: unknown): void => log('error', `Gateway: a request failed: ${String(error)}`);

  const server: Server =
    tls === undefined ? createServer(serverLimits) : serveTls(serverLimits, tls, desk.clock.wall_s);
  const connections = new Connections();
  server.on('connection', (socket) => connections.came(socket));
  const known = (socket: Socket): void => connections.know(socket);
  server.setTimeout(silence_ms);
  const http = new HttpServer(api, failed, known);
  // Who waits for a `100 Continue` gets it when the request may pass, and has not sent a file for nothing.
  for (const event of ['request', 'checkContinue'])
    server.on(event, (request, response) => void http.serve(request, response));
  const pages = new Pages({ ...options, api, desk, log, known, limits: { ...defaultLimits, ...options.limits } });
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

function listen(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(address, port, error)));
    server.listen(port, address, resolve);
  });
}
