import type { Asset, Assets } from '../assets.ts';
import type { Headers } from '../guard.ts';
import { type Answer, type Route, refuse } from './route.ts';

/** Files that who is not paired needs to pair; they hold no data. */
const pairingAssets = ['/pair.html', '/pair.js', '/pair.css', '/style.css', '/icon.svg'];
/** Ids of sessions, maps and runs: nothing that a path or a file system would take for more than a name. */
const idPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Which route a request is for: a file of the page, or one of the API's. */
export class RouteTable {
  readonly #routes: readonly { readonly route: Route; readonly verb: string; readonly pattern: string }[];
  readonly #assets: Assets;

  constructor(routes: readonly Route[], assets: Assets) {
    this.#routes = routes.map((route) => {
      const [verb, pattern] = route.key.split(' ');
      return { route, verb, pattern };
    });
    this.#assets = assets;
  }

  find(
    method: string,
    target: string,
    headers: Headers,
  ): { readonly answer: Answer } | { readonly route: Route; readonly id: string } {
    const path = target.split('?', 1)[0];
    const verb = method === 'HEAD' ? 'GET' : method;
    const asset = this.#assets.get(path);
    if (asset !== undefined && verb === 'GET') return { route: assetRoute(path, asset, headers), id: '' };
    const byPath = this.#routes.flatMap((entry) => {
      const id = match(entry.pattern, path);
      return id === undefined ? [] : [{ ...entry, id }];
    });
    const found = byPath.find((entry) => entry.verb === verb);
    if (found !== undefined) return found;
    if (byPath.length === 0 && asset === undefined && verb === 'GET')
      return { answer: refuse(404, 'There is nothing here') };
    const allow = byPath.length === 0 ? 'GET, HEAD' : byPath.map((entry) => entry.verb).join(', ');
    return { answer: refuse(405, `Only ${allow}`, { allow }) };
  }
}

/** What stands for `{id}` in a path that fits, '' where nothing does; undefined when it does not fit. */
function match(pattern: string, path: string): string | undefined {
  if (pattern === path) return '';
  const [before, after] = pattern.split('{id}');
  if (after === undefined || !path.startsWith(before) || !path.endsWith(after)) return undefined;
  const id = path.slice(before.length, path.length - after.length);
  return idPattern.test(id) ? id : undefined;
}

function assetRoute(path: string, { type, body, tag }: Asset, headers: Headers): Route {
  const isKnown = headers['if-none-match']?.[0] === tag;
  return {
    key: pairingAssets.includes(path) ? 'GET /pairing-page' : 'GET /page',
    summary: path,
    handle: () => ({
      status: isKnown ? 304 : 200,
      headers: { 'content-type': type, 'cache-control': 'no-cache', etag: tag },
      body: isKnown ? '' : body,
    }),
  };
}
