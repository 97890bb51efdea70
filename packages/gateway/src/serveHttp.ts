import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ViewSource } from '@homebound/wire';
import type { Asset, Assets } from './assets.ts';
import { checkHost, checkSite, securityHeaders } from './guard.ts';

export interface HttpContext {
  readonly hosts: readonly string[];
  readonly assets: Assets;
  readonly source: ViewSource;
  readonly wallClock_s: () => number;
}

function plain(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${text}\n`);
}

function serveAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  const headers = { ...securityHeaders, 'content-type': asset.type, 'cache-control': 'no-cache', etag: asset.tag };
  if (request.headers['if-none-match'] === asset.tag) response.writeHead(304, headers).end();
  else response.writeHead(200, { ...headers, 'content-length': asset.body.length }).end(asset.body);
}

function serveState(response: ServerResponse, { source, wallClock_s }: HttpContext): void {
  response.writeHead(200, { ...securityHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(source.statusAt(wallClock_s())));
}

/** Answers one HTTP request: the page's files and the state, to be read only. Commands come over the WebSocket alone. */
export function serveHttp(request: IncomingMessage, response: ServerResponse, context: HttpContext): void {
  const path = (request.url ?? '').split('?', 1)[0];
  const asset = context.assets.get(path);
  const refused = checkHost(request, context.hosts) ?? (path.startsWith('/api/') ? checkSite(request) : undefined);
  if (refused !== undefined) plain(response, refused.status, refused.reason, { connection: 'close' });
  else if (request.method !== 'GET' && request.method !== 'HEAD')
    plain(response, 405, 'Only GET and HEAD', { allow: 'GET, HEAD', connection: 'close' });
  else if (path === '/api/state') serveState(response, context);
  else if (asset !== undefined) serveAsset(request, response, asset);
  else plain(response, 404, 'There is nothing here');
}
