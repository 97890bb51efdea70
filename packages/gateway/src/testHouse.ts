import { type CommandBody, type GoneEntry, type Hello, LiveView, type PublicCamera } from '@homebound/wire';
import { Access } from './access/access.ts';
import { memoryAudit, noteIn } from './access/audit.ts';
import { Looks } from './access/looks.ts';
import { ManualDrive } from './access/manualDrive.ts';
import { pair } from './access/pairing.ts';
import type { Role } from './access/role.ts';
import { type AccessStore, memoryStore } from './access/sessions.ts';
import { Api, type ApiParts, soundParts } from './api/api.ts';
import { requestHeader } from './api/readRequest.ts';
import type { Answer, Desk, Route } from './api/route.ts';
import { routesOf } from './api/routes.ts';
import { type Assets, assetOf } from './assets.ts';
import { namesOf } from './guard.ts';
import { type TestHome, testHome } from './testHome.ts';

/** For tests: the gateway's inside on a clock that the test moves, without a socket. */

export const testPage: Assets = new Map([
  ['/', assetOf('index.html', Buffer.from('<p>home'))],
  ['/app.js', assetOf('app.js', Buffer.from('1;'))],
  ['/pair.html', assetOf('pair.html', Buffer.from('<p>pair'))],
  ['/pair.js', assetOf('pair.js', Buffer.from('2;'))],
]);

/** What the robot of the tests says of itself. */
export const testHello: Hello = {
  type: 'hello',
  protocol: 1,
  robot: 'Test',
  mode: 'simulation',
  place: 'studio',
  body: { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 },
  commands: ['start'],
};

/** What lies there. */
export const sock = {
  id: 4,
  kind: 'soft',
  outline: [0, 0, 1, 0, 1, 1],
  berth_m: 0.05,
  reason: 'A sock.',
  isDismissed: false,
} as const;

/** What a person said is none. */
export const dismissal = { id: 2, kind: 'threshold', x: 0.5, y: 0.25 } as const;

/** A view with a small map, a pose, a room and a sock in it. */
export function testView(): LiveView {
  const view = new LiveView(testHello);
  const frame = { width: 4, height: 3, resolution_m: 0.05, originX_m: -1, originY_m: 2 };
  view.grid('map', 1, frame, Int8Array.of(-1, 0, 0, 100, -1, 0, 0, 100, -1, -1, -1, -1));
  view.pose(1, { x: 0.5, y: 0.25, theta: 0 }, new Float64Array(9));
  view.status(1, {});
  view.rooms([{ id: 1, name: 'Kitchen', outline: [0, 0, 1, 0, 1, 1] }]);
  view.obstacles([sock], [dismissal]);
  return view;
}

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly body?: unknown;
  /** Instead of `body`: bytes as they come. */
  readonly raw?: Uint8Array;
  /** Said beside a file, which is then in `raw`. */
  readonly beside?: unknown;
  readonly client?: string;
}

export interface TestHouse {
  readonly api: Api;
  readonly desk: Desk;
  readonly access: Access;
  readonly routes: readonly Route[];
  readonly audit: ReturnType<typeof memoryAudit>;
  readonly time: { mono_s: number; wall_s: number };
  /** Codes that the robot said, and commands that reached it. */
  readonly codes: string[];
  readonly commands: CommandBody[];
  /** What the household keeps, what the page's source was told to forget, and what was reported as failing. */
  readonly home: TestHome;
  readonly gone: GoneEntry[];
  readonly failures: string[];
  /** A request as a program sends it, with the right Host and JSON; answers as it would go out. */
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  /** Pairs a device by presence. @returns its token */
  pairAs(role: Role): Promise<string>;
}

export interface TestHouseOptions {
  readonly parts?: Partial<ApiParts>;
  readonly step?: typeof pair;
  readonly store?: AccessStore;
  /** Whether access is set up; it is unless told otherwise. */
  readonly isOpen?: boolean;
  /** How the robot answers; it accepts everything unless told otherwise. */
  readonly ask?: Desk['ask'];
  /** What anybody may know of the camera; on and shut unless told otherwise. */
  readonly camera?: PublicCamera;
  /** Whether the robot keeps nothing. */
  readonly isHomeless?: boolean;
}

export function testHouse(options: TestHouseOptions = {}): TestHouse {
  const { parts = {}, step = pair, store = memoryStore(), isOpen } = options;
  const time = { mono_s: 100, wall_s: 1_800_000_000 };
  const clock = { mono_s: () => time.mono_s, wall_s: () => time.wall_s };
  const codes: string[] = [];
  const commands: CommandBody[] = [];
  const failures: string[] = [];
  const gone: GoneEntry[] = [];
  const audit = memoryAudit();
  const home = testHome(audit, clock.wall_s);
  const failed = (what: string, error: unknown) => failures.push(`${what}: ${String(error)}`);
  const note = noteIn(audit, clock.wall_s, failed);
  const access = new Access({ store, present: (code) => codes.push(code) }, { clock, note, failed, step });
  const manual = new ManualDrive({ commands: (c) => commands.push(c), now_s: clock.mono_s, began: () => {} });
  const desk: Desk = {
    access: isOpen ? undefined : access,
    source: testView(),
    audit,
    note,
    clock,
    manual,
    looks: new Looks(clock.mono_s, (by) => note('login', by, 'look')),
    isSecure: false,
    home: options.isHomeless ? undefined : home,
    onGone: (entries) => gone.push(...entries),
    authority: Buffer.from('certificate'),
    contact: { uri: 'mailto:safety@robot.test', expires: '2030-01-01T00:00:00Z' },
    setClock: (wall_s) => {
      time.wall_s = wall_s;
    },
    camera: () => options.camera ?? 'on',
    shown: async () => {},
    ask: async (command) => {
      commands.push(command);
      return options.ask?.(command) ?? { accepted: true, reason: 'Off we go' };
    },
  };
  const routes = routesOf(desk);
  const names = namesOf('192.168.7.9', 8080, ['homebound.local'], false);
  const api = new Api(desk, routes, testPage, () => names, { ...soundParts, ...parts });

  const ask = async (
    method: string,
    path: string,
    { headers = {}, token, body, raw, beside, client = '192.168.7.20' }: Ask = {},
  ) => {
    const type = beside === undefined ? 'application/json' : 'application/octet-stream';
    const sent: Record<string, string> = { host: '192.168.7.9:8080', 'content-type': type, ...headers };
    if (beside !== undefined) sent[requestHeader] = encodeURIComponent(JSON.stringify(beside));
    if (token !== undefined) sent.authorization = `Bearer ${token}`;
    const listed = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, [value]]));
    const admission = api.admit({ method, target: path, headers: listed, client });
    if ('answer' in admission) return admission.answer;
    return api.carryOut(admission.admitted, raw ?? Buffer.from(JSON.stringify(body ?? {})));
  };
  const pairAs = async (role: Role): Promise<string> => {
    if (!access.hasAdmin && role !== 'admin') await pairAs('admin');
    access.pressButton(role);
    const answer = await access.tryCode(codes.at(-1)!, role);
    if (!answer.ok) throw new Error(`could not pair: ${answer.reason}`);
    return answer.token;
  };
  return { api, desk, access, routes, audit, time, codes, commands, home, gone, failures, ask, pairAs };
}
