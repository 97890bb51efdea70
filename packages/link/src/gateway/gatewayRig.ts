import type { AuditEvent } from '@homebound/vault';
import { type CommandBody, type Hello, HomeRefusal, LiveView, publicCamera } from '@homebound/wire';
import { connectLink } from '../connectLink.ts';
import type { Link } from '../link.ts';
import { me } from '../linkRig.ts';
import type { SessionChecks } from './checks.ts';
import type { MindPorts, Presence } from './mindPorts.ts';
import { type GatewayServer, gatewayLimits, serveGateway } from './serveGateway.ts';

/** For tests: a mind with a view and a store, that writes down what reached it. */

const hello: Hello = {
  type: 'hello',
  protocol: 2,
  robot: 'Test',
  mode: 'robot',
  place: '',
  body: { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 },
  commands: ['start'],
};

/** Of the one device that is paired with the mind of the tests, who may everything. */
export const TOKEN = 'paired'.padEnd(43, '-');
export const DEVICE = '0123456789abcdef';

export class TestMind {
  readonly view = new LiveView(hello);
  readonly time = { mono_s: 100, wall_s: 1_800_000_000 };
  readonly commands: CommandBody[] = [];
  readonly calls: { call: string; request: unknown; by: string; size: number }[] = [];
  readonly events: AuditEvent[] = [];
  readonly codes: string[] = [];
  readonly warnings: string[] = [];
  readonly presences: Presence[] = [];
  pairings: Uint8Array | undefined;
  /** Devices by their secrets. */
  readonly devices = new Map([[TOKEN, DEVICE]]);
  isDiskFull = false;
  leaves = 0;
  server!: GatewayServer;

  async listen(path: string, checks?: SessionChecks): Promise<void> {
    this.server = await serveGateway({ path, peers: me }, this.ports, checks);
  }

  readonly ports: { -readonly [P in keyof MindPorts]: MindPorts[P] } = {
    hello,
    view: this.view,
    camera: () => publicCamera(this.view.statusAt(0).camera),
    commands: (command, answer) => {
      this.commands.push(command);
      answer(true, 'Off we go');
    },
    home: {
      ask: async (call, request, by, bytes) => {
        this.calls.push({ call, request, by, size: bytes?.length ?? 0 });
        if (call === 'reset') throw new HomeRefusal('presence', 'Press the button on the robot first.');
        if (call === 'readRun') throw new Error('/secret/path is broken');
        return { answer: { maps: [] } as never, ...(call === 'exportMap' && { bytes: new Uint8Array(3e6).fill(7) }) };
      },
    },
    access: {
      whose: (token) => this.devices.get(token ?? ''),
      admit: (token) => {
        const id = this.devices.get(token ?? '');
        return id === undefined ? { refusal: 'This device is not paired' } : { id };
      },
    },
    pairings: {
      load: () => this.pairings,
      save: (bytes) => {
        if (this.isDiskFull) throw new HomeRefusal('diskFull', 'The disk is full.');
        this.pairings = bytes;
      },
    },
    certificates: (addresses) => ({
      name: 'homebound-test.local',
      authority: Buffer.from('authority'),
      fingerprint: 'ab:cd',
      leaf: (wall_s) => ({ key: `key ${++this.leaves}`, cert: addresses.join(), renew_s: wall_s + 10 }),
    }),
    audit: {
      append: (event) => void this.events.push(event),
      read: () => this.events.map((event, n) => ({ ...event, seq: n + 1, hash: '0'.repeat(64) })),
    },
    present: (code) => void this.codes.push(code),
    presence: (presence) => void this.presences.push(presence),
    clock: {
      mono_s: () => this.time.mono_s,
      wall_s: () => this.time.wall_s,
      set: (wall_s) => {
        this.time.wall_s = wall_s;
      },
    },
    warn: (text) => void this.warnings.push(text),
  };
}

/** A gateway that was taken over: it says what it likes, past all code of ours. */
export async function takenOver(path: string): Promise<{ link: Link; heard: Record<string, unknown>[] }> {
  const heard: Record<string, unknown>[] = [];
  const link = await connectLink({ path, server: me, ...gatewayLimits }, () => ({
    message: ({ head }) => void heard.push(head),
  }));
  return { link, heard };
}
