import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CommandSink, ViewSource } from '@homebound/wire';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Assets, loadAssets } from './assets.ts';
import { listenError } from './gatewayError.ts';
import { allowedHosts, checkHost, checkOrigin, type Refusal } from './guard.ts';
import { type ClientLimits, defaultLimits, PageClient } from './pageClient.ts';
import { serveHttp } from './serveHttp.ts';

export interface GatewayOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of the built page (flat), or its files already in memory. */
  readonly page: string | Assets;
  /** What is to be seen; usually a `LiveView`. */
  readonly source: ViewSource;
  /** Who carries commands out. */
  readonly commands: CommandSink;
  readonly log?: (level: 'info' | 'warn' | 'error', text: string) => void;
  readonly limits?: Partial<ClientLimits>;
}

export interface Gateway {
  readonly port: number;
  /** What a person types, e.g. `http://127.0.0.1:8080/`. */
  readonly url: string;
  /** Pages that are connected now. */
  clients(): number;
  /** Closes every connection and the listener; may be called again. */
  close(): Promise<void>;
}

/** How often pages are caught up, ms: also the finest step in which a fast simulation is seen. */
const pumpPeriod_ms = 50;
const pingPeriod_ms = 15_000;
const maxClients = 16;
const maxConnections = 64;
const maxMessageBytes = 64 * 1024;

function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  const body = `${reason}\n`;
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}

/**
 * Serves the page and the live view on 127.0.0.1.
 * @returns once it listens. Rejects with GatewayError: a port in use, a page that is not built.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { source, commands, log = () => {} } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const assets = typeof options.page === 'string' ? loadAssets(options.page) : options.page;
  const clients = new Map<WebSocket, PageClient>();
  const now_s = (): number => performance.now() / 1000;
  const wallClock_s = (): number => Date.now() / 1000;
  let hosts: readonly string[] = [];

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000, headersTimeout: 10_000 });
  server.maxConnections = maxConnections;
  server.on('request', (request, response) => serveHttp(request, response, { hosts, assets, source, wallClock_s }));
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });

  const refusal = (request: IncomingMessage): Refusal | { status: number; reason: string } | undefined => {
    const foreign = checkHost(request, hosts) ?? checkOrigin(request, hosts);
    if (foreign !== undefined) return foreign;
    if (request.url !== '/ws') return { status: 404, reason: 'There is nothing here' };
    return clients.size < maxClients ? undefined : { status: 503, reason: 'Too many pages are open' };
  };
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refused = refusal(request);
    if (refused !== undefined) refuseUpgrade(socket, refused.status, refused.reason);
    else sockets.handleUpgrade(request, socket, head, (webSocket) => welcome(webSocket));
  });

  /** A fault in the view or behind a command closes that page with a reason; the others and the robot go on. */
  const guarded = (webSocket: WebSocket, what: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      log('error', `Gateway: ${what} failed: ${error instanceof Error ? error.message : String(error)}`);
      webSocket.close(1011, `${what} failed`);
    }
  };

  const welcome = (webSocket: WebSocket): void => {
    const client = new PageClient(webSocket, source.reader(), commands, limits, now_s());
    clients.set(webSocket, client);
    webSocket.on('error', (error) => log('warn', `Gateway: a page was closed: ${error.message}`));
    webSocket.on('close', () => clients.delete(webSocket));
    webSocket.on('message', (data: RawData, isBinary) => {
      if (isBinary) webSocket.close(1003, 'commands are text');
      else guarded(webSocket, 'a command', () => client.receive(data.toString(), now_s()));
    });
    guarded(webSocket, 'the view', () => client.pump(now_s(), wallClock_s()));
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(options.port, error)));
    server.listen(options.port, '127.0.0.1', resolve);
  });
  server.on('error', (error) => log('error', `Gateway: ${error.message}`));
  const { port } = server.address() as AddressInfo;
  hosts = allowedHosts(port);

  const pump = setInterval(() => {
    for (const [webSocket, client] of clients)
      guarded(webSocket, 'the view', () => client.pump(now_s(), wallClock_s()));
  }, pumpPeriod_ms);
  const ping = setInterval(() => {
    for (const client of clients.values()) client.ping();
  }, pingPeriod_ms);

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    clearInterval(pump);
    clearInterval(ping);
    for (const webSocket of clients.keys()) {
      webSocket.close(1001, 'the robot says good night');
      webSocket.terminate();
    }
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    clients: () => clients.size,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
