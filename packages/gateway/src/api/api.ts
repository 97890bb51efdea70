import { type CsrfClass, type Policy, routePolicies } from '../access/policy.ts';
import { RateLimit } from '../access/rateLimit.ts';
import { Refusals } from '../access/refusals.ts';
import { type Least, mayAct, mayNotWords, type Role } from '../access/role.ts';
import type { Assets } from '../assets.ts';
import { GatewayError } from '../gatewayError.ts';
import {
  checkBinary,
  checkHost,
  checkJson,
  checkOrigin,
  checkSite,
  type Headers,
  type Names,
  type Refusal,
} from '../guard.ts';
import { tokenOf } from './cookie.ts';
import { readBody, readHeader } from './readRequest.ts';
import { type Answer, type Desk, type Route, refuse, type Who } from './route.ts';
import { RouteTable } from './routeTable.ts';

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
  readonly headers: Headers;
}
type Passed =
  | { readonly refusal: Refusal & { readonly wait_s?: number } }
  | { readonly policy: Policy; readonly who: Who | undefined };
export type Admission = { readonly answer: Answer } | { readonly admitted: Admitted };

/** Of who asks from the machine itself while no access is set up. */
const here: Who = { id: 'here', role: 'admin' };

const noBytes = new Uint8Array(0);

/** What decides; a test plants a fault in one of them and must see it. */
export interface ApiParts {
  readonly policies: Readonly<Record<string, Policy>>;
  readonly checkHost: typeof checkHost;
  readonly checkOrigin: typeof checkOrigin;
  readonly checkSite: typeof checkSite;
  readonly checkJson: typeof checkJson;
  readonly checkBinary: typeof checkBinary;
  readonly newLimit: () => Pick<RateLimit, 'wait_s'>;
  readonly routes: (sound: readonly Route[]) => readonly Route[];
}

export const soundParts: ApiParts = {
  policies: routePolicies,
  checkHost,
  checkOrigin,
  checkSite,
  checkJson,
  checkBinary,
  newLimit: () => new RateLimit(),
  routes: (routes) => routes,
};

/**
 * Every request's way: name, site, rate, session, role, type: each from the one table of policies, before a byte of its
 * body is read. Knows nothing of sockets, so that a test can put a million requests to it.
 */
export class Api {
  readonly #desk: Desk;
  readonly #table: RouteTable;
  readonly #assets: Assets;
  readonly #names: () => Names;
  readonly #parts: ApiParts;
  readonly #limit: Pick<RateLimit, 'wait_s'>;
  readonly #refusals = new Refusals();

  constructor(desk: Desk, routes: readonly Route[], assets: Assets, names: () => Names, parts = soundParts) {
    this.#parts = parts;
    this.#limit = parts.newLimit();
    this.#desk = desk;
    this.#table = new RouteTable(parts.routes(routes), assets);
    this.#assets = assets;
    this.#names = names;
  }

  /** Looks at a request's head; a body is read only when it was admitted. */
  admit(head: Head): Admission {
    const foreign = this.#parts.checkHost(head.headers, this.#names());
    if (foreign !== undefined) return this.#refused(this.#counted(head, foreign));
    const found = this.#table.find(head.method, head.target, head.headers);
    if ('answer' in found) return found;
    const { route, id } = found;
    const passed = this.pass(route.key, head);
    if ('refusal' in passed) return this.#refused(passed.refusal, route.key);
    if (route.missing !== undefined) return { answer: refuse(404, route.missing) };
    return { admitted: { route, policy: passed.policy, who: passed.who, id, headers: head.headers } };
  }

  /** Whether a request may have a route of the table: its name, the site it comes from, how often, who it is. The socket asks this, too. */
  pass(key: string, head: Head): Passed {
    const passed = this.#pass(key, head);
    return 'refusal' in passed ? { refusal: this.#counted(head, passed.refusal) } : passed;
  }

  #pass(key: string, { headers, client }: Head): Passed {
    const { access, isSecure, clock } = this.#desk;
    const policy = this.#parts.policies[key];
    const credential = access && tokenOf(headers, isSecure);
    const foreign =
      this.#parts.checkHost(headers, this.#names()) ?? this.#checkSource(policy.csrf, headers, credential?.from);
    if (foreign !== undefined) return { refusal: foreign };
    const session = credential && access?.find(credential.token);
    const who =
      access === undefined ? here : session && { id: session.id, role: session.role, token: credential?.token };
    const crowd = who === undefined ? 'strangers' : 'paired';
    const wait_s = this.#limit.wait_s(session?.id ?? client, policy.rate, clock.mono_s(), crowd);
    if (wait_s > 0) return { refusal: { status: 429, reason: 'Too many requests; wait a moment', wait_s } };
    if (!mayAct(who?.role, policy.least))
      return { refusal: who === undefined ? unpairedRefusal : tooLow(who.role, policy.least) };
    return { policy, who };
  }

  /** Carries an admitted request out, unless who sent it was unpaired or lowered while its body came: a file takes minutes. */
  async carryOut({ route, policy, who, id, headers }: Admitted, body: Uint8Array): Promise<Answer> {
    const { access, clock } = this.#desk;
    const role = access === undefined ? who?.role : access.sessions.get(who?.id ?? '', clock.wall_s())?.role;
    if (!mayAct(role, policy.least)) return refuse(unpairedRefusal.status, unpairedRefusal.reason);
    const isUpload = policy.csrf === 'upload';
    const schema = route.body;
    const read =
      schema === undefined ? { value: undefined } : isUpload ? readHeader(schema, headers) : readBody(schema, body);
    if ('refusal' in read) return refuse(400, read.refusal);
    try {
      return await route.handle({ body: read.value, bytes: isUpload ? body : noBytes, id, who });
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'notSaved') return refuse(507, error.message);
      throw error;
    }
  }

  #checkSource(csrf: CsrfClass, headers: Headers, from: 'bearer' | 'cookie' | undefined): Refusal | undefined {
    if (csrf === 'page') return undefined;
    const { checkSite, checkOrigin, checkJson, checkBinary } = this.#parts;
    const site = checkSite(headers);
    if (site !== undefined || csrf === 'read') return site;
    // A page always says where it is from. A program has no cookie that somebody else's page could ride on.
    if (csrf === 'socket') return checkOrigin(headers, this.#names(), from === 'bearer');
    const checkType = csrf === 'upload' ? checkBinary : checkJson;
    return checkOrigin(headers, this.#names(), from !== 'cookie') ?? checkType(headers);
  }

  /** A series of refusals is written down. */
  #counted<R extends Refusal>({ client }: Head, refusal: R): R {
    const { note, clock } = this.#desk;
    const count = this.#refusals.add(client, clock.mono_s());
    if (count !== undefined) note('refused', undefined, `requests-${count}`, 'refused');
    return refusal;
  }

  #refused({ status, reason, wait_s }: Refusal & { wait_s?: number }, key = ''): Admission {
    const page = key === 'GET /page' && status === 401 ? this.#assets.get('/pair.html') : undefined;
    if (page !== undefined)
      return {
        answer: { status, headers: { 'content-type': page.type, 'cache-control': 'no-store' }, body: page.body },
      };
    return { answer: refuse(status, reason, wait_s === undefined ? {} : { 'retry-after': String(Math.ceil(wait_s)) }) };
  }
}

const unpairedRefusal: Refusal = { status: 401, reason: 'This device is not paired with the robot' };

function tooLow(role: Role, least: Least): Refusal {
  return { status: 403, reason: mayNotWords(role, least) };
}
