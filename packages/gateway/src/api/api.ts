import type { z } from 'zod';
import { type CsrfClass, type Policy, routePolicies } from '../access/policy.ts';
import { RateLimit } from '../access/rateLimit.ts';
import { Refusals } from '../access/refusals.ts';
import { mayAct } from '../access/role.ts';
import type { Asset, Assets } from '../assets.ts';
import { checkHost, checkJson, checkOrigin, checkSite, type Headers, type Names, type Refusal } from '../guard.ts';
import { tokenOf } from './cookie.ts';
import { type Answer, type Desk, type Route, refuse, type Who } from './route.ts';

/** A request before its body. */
export interface Head {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly headers: Headers;
  /** Address of who asks. */
  readonly client: string;
}

/** A request that may go on: its route, and how much body it may bring. */
export interface Admitted {
  readonly route: Route;
  readonly policy: Policy;
  readonly who: Who | undefined;
  readonly id: string;
}
export type Admission = { readonly answer: Answer } | { readonly admitted: Admitted };

/** Files that who is not paired needs to pair; they hold no data. */
const pairingAssets = ['/pair.html', '/pair.js', '/pair.css', '/style.css', '/icon.svg'];
/** Of who asks from the machine itself while no access is set up. */
const here: Who = { id: 'here', role: 'admin' };

/** What decides; a test plants a fault in one of them and must see it. */
export interface ApiParts {
  readonly policies: Readonly<Record<string, Policy>>;
  readonly checkHost: typeof checkHost;
  readonly checkOrigin: typeof checkOrigin;
  readonly checkSite: typeof checkSite;
  readonly checkJson: typeof checkJson;
  readonly newLimit: () => Pick<RateLimit, 'wait_s'>;
}

export const soundParts: ApiParts = {
  policies: routePolicies,
  checkHost,
  checkOrigin,
  checkSite,
  checkJson,
  newLimit: () => new RateLimit(),
};

/**
 * Every request's way: name, site, rate, session, role, type: each from the one table of policies, before a byte of its
 * body is read. Knows nothing of sockets, so that a test can put a million requests to it.
 */
export class Api {
  readonly #desk: Desk;
  readonly #routes: readonly Route[];
  readonly #assets: Assets;
  readonly #names: () => Names;
  readonly #parts: ApiParts;
  readonly #limit: Pick<RateLimit, 'wait_s'>;
  readonly #refusals = new Refusals();

  constructor(desk: Desk, routes: readonly Route[], assets: Assets, names: () => Names, parts = soundParts) {
    this.#parts = parts;
    this.#limit = parts.newLimit();
    this.#desk = desk;
    this.#routes = routes;
    this.#assets = assets;
    this.#names = names;
  }

  /** Looks at a request's head; a body is read only when it was admitted. */
  admit(head: Head): Admission {
    const foreign = this.#parts.checkHost(head.headers, this.#names());
    if (foreign !== undefined) return this.#refused(head, foreign);
    const found = this.#find(head);
    if ('answer' in found) return found;
    const { route, id } = found;
    const passed = this.pass(route.key, head);
    if ('refusal' in passed) return this.#refused(head, passed.refusal, route.key);
    return { admitted: { route, policy: passed.policy, who: passed.who, id } };
  }

  /** Whether a request may have a route of the table: its name, the site it comes from, how often, who it is. The socket asks this, too. */
  pass(
    key: string,
    { headers, client }: Head,
  ): { readonly refusal: Refusal & { wait_s?: number } } | { readonly policy: Policy; readonly who: Who | undefined } {
    const { access, isSecure, clock } = this.#desk;
    const policy = this.#parts.policies[key];
    const credential = access && tokenOf(headers, isSecure);
    const foreign =
      this.#parts.checkHost(headers, this.#names()) ?? this.#checkSource(policy.csrf, headers, credential?.from);
    if (foreign !== undefined) return { refusal: foreign };
    const wait_s = this.#limit.wait_s(client, policy.rate, clock.mono_s());
    if (wait_s > 0) return { refusal: { status: 429, reason: 'Too many requests; wait a moment', wait_s } };
    const session = credential && access?.find(credential.token);
    const who = access === undefined ? here : session && { id: session.id, role: session.role };
    if (!mayAct(who?.role, policy.least))
      return { refusal: who === undefined ? unpairedRefusal : tooLow(policy.least) };
    return { policy, who };
  }

  /** Carries an admitted request out. */
  async carryOut({ route, who, id }: Admitted, body: Uint8Array): Promise<Answer> {
    const read = route.body === undefined ? { value: undefined } : bodyOf(route.body, body);
    if ('refusal' in read) return refuse(400, read.refusal);
    return route.handle({ body: read.value, id, who });
  }

  #checkSource(csrf: CsrfClass, headers: Headers, from: 'bearer' | 'cookie' | undefined): Refusal | undefined {
    if (csrf === 'page') return undefined;
    const { checkSite, checkOrigin, checkJson } = this.#parts;
    const site = checkSite(headers);
    if (site !== undefined || csrf === 'read') return site;
    // A page always says where it is from. A program has no cookie that somebody else's page could ride on.
    if (csrf === 'socket') return checkOrigin(headers, this.#names(), from === 'bearer');
    return checkOrigin(headers, this.#names(), from !== 'cookie') ?? checkJson(headers);
  }

  #find({
    method,
    target,
    headers,
  }: Head): { readonly answer: Answer } | { readonly route: Route; readonly id: string } {
    const path = target.split('?', 1)[0];
    const verb = method === 'HEAD' ? 'GET' : method;
    const asset = this.#assets.get(path);
    if (asset !== undefined && verb === 'GET') return { route: assetRoute(path, asset, headers), id: '' };
    const byPath = this.#routes.flatMap((route) => {
      const [of, pattern] = route.key.split(' ');
      const id = match(pattern, path);
      return id === undefined ? [] : [{ route, of, id }];
    });
    const found = byPath.find(({ of }) => of === verb);
    if (found !== undefined) return found;
    if (byPath.length === 0 && asset === undefined && verb === 'GET')
      return { answer: refuse(404, 'There is nothing here') };
    const allow = byPath.length === 0 ? 'GET, HEAD' : byPath.map(({ of }) => of).join(', ');
    return { answer: refuse(405, `Only ${allow}`, { allow }) };
  }

  #refused(head: Head, { status, reason, wait_s }: Refusal & { wait_s?: number }, key = ''): Admission {
    const { access, clock } = this.#desk;
    const count = this.#refusals.add(head.client, clock.mono_s());
    if (count !== undefined) access?.note('refused', 'nobody', `${count} requests of one device were refused`);
    const page = key === 'GET /page' && status === 401 ? this.#assets.get('/pair.html') : undefined;
    if (page !== undefined)
      return {
        answer: { status, headers: { 'content-type': page.type, 'cache-control': 'no-store' }, body: page.body },
      };
    return { answer: refuse(status, reason, wait_s === undefined ? {} : { 'retry-after': String(Math.ceil(wait_s)) }) };
  }
}

const unpairedRefusal: Refusal = { status: 401, reason: 'This device is not paired with the robot' };

function tooLow(least: string): Refusal {
  return { status: 403, reason: `Only who is ${least} may do this` };
}

/** What stands for `{id}` in a path that fits, '' where nothing does; undefined when it does not fit. */
function match(pattern: string, path: string): string | undefined {
  if (pattern === path) return '';
  const at = pattern.indexOf('{id}');
  if (at < 0 || !path.startsWith(pattern.slice(0, at))) return undefined;
  const id = path.slice(at);
  return /^[0-9a-f]{16}$/.test(id) ? id : undefined;
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

function bodyOf(schema: z.ZodType, bytes: Uint8Array): { readonly value: unknown } | { readonly refusal: string } {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { refusal: 'Cannot read the request: its body is not JSON' };
  }
  const read = schema.safeParse(value);
  if (read.success) return { value: read.data };
  const [{ path, message }] = read.error.issues;
  return { refusal: `Cannot read the request: ${path.join('.') || 'body'}: ${message}`.slice(0, 300) };
}
