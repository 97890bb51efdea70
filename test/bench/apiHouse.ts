import {
  type Answer,
  type ApiParts,
  assetOf,
  type GatewayOptions,
  inProcessGateway,
  memoryAudit,
  memoryStore,
  type Role,
  roles,
} from '@homebound/gateway';
import { type CommandBody, LiveView } from '@homebound/wire';
import { homeMapId, homeSecret, testHome } from '../../packages/gateway/src/testHome.ts';

const host = '192.168.7.9:8080';

function secretView(): LiveView {
  const view = new LiveView({
    type: 'hello',
    protocol: 1,
    robot: homeSecret,
    mode: 'robot',
    place: homeSecret,
    body: { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 },
    commands: ['start'],
  });
  const frame = { width: 8, height: 8, resolution_m: 0.05, originX_m: 0, originY_m: 0 };
  view.grid('map', 0, frame, new Int8Array(64));
  view.rooms([{ id: 1, name: homeSecret, outline: [0, 0, 1, 0, 1, 1] }]);
  view.status(0, { reason: homeSecret });
  return view;
}

/** A gateway of a home with a secret in all that it tells of it, a robot and a store that remember what reached them. */
export class ApiHouse {
  readonly time = { mono_s: 0, wall_s: 1_800_000_000 };
  readonly commands: CommandBody[] = [];
  readonly home = testHome(memoryAudit(), () => 0);
  readonly options: GatewayOptions;
  readonly gateway: ReturnType<typeof inProcessGateway>;
  readonly tokens: Partial<Record<Role, string>> = {};
  /** Of all that is there: sessions, maps, runs. */
  ids: readonly string[] = [];
  readonly #codes: string[] = [];

  /** @param parts  faults to plant */
  constructor(parts: Partial<ApiParts> = {}) {
    this.options = {
      port: 8080,
      address: '192.168.7.9',
      page: new Map([
        ['/', assetOf('index.html', Buffer.from(homeSecret))],
        ['/app.js', assetOf('app.js', Buffer.from(homeSecret))],
        ['/pair.html', assetOf('pair.html', Buffer.from('pair'))],
      ]),
      source: secretView(),
      camera: () => 'on',
      commands: (command, answer) => {
        this.commands.push(command);
        answer(true, '');
      },
      home: this.home,
      access: { store: memoryStore(), present: (code) => this.#codes.push(code) },
      clock: { mono_s: () => this.time.mono_s, wall_s: () => this.time.wall_s },
      setClock: (wall_s) => {
        this.time.wall_s = wall_s;
      },
    };
    this.gateway = inProcessGateway(this.options, parts);
  }

  /** Unpairs everybody, and pairs one device of each role. */
  async pairAll(): Promise<void> {
    this.gateway.body.reset();
    for (const role of [...roles].reverse()) {
      this.time.mono_s += 2000; // past any lock-out
      this.gateway.body.pair(role);
      const sent = { code: this.#codes.at(-1), name: role, wantsToken: true };
      const answer = await this.plain('POST', '/api/v1/pairing', sent);
      this.tokens[role] = JSON.parse(String(answer.body)).token;
    }
    const { body } = await this.plain('GET', '/api/v1/sessions', undefined, this.tokens.admin);
    const { sessions } = JSON.parse(String(body)) as { sessions: readonly { id: string }[] };
    this.ids = [...sessions.map(({ id }) => id), homeMapId, 'run-1'];
  }

  /** A program's request to the gateway, as it should be. */
  plain(method: string, target: string, body?: object, token?: string): Promise<Answer> {
    const headers: Record<string, string[]> = { host: [host], 'content-type': ['application/json'] };
    if (token !== undefined) headers.authorization = [`Bearer ${token}`];
    this.time.mono_s += 10;
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    return this.gateway.ask({ method, target, headers, client: '10.0.0.1' }, bytes);
  }

  /** Forgets what reached the robot and its store. */
  forget(): void {
    this.commands.length = 0;
    this.home.asked.length = 0;
  }
}
