import { createHash, randomBytes } from 'node:crypto';
import { Callers, type HereRule } from '@homebound/gateway';
import type { Deed } from '@homebound/wire';
import { TestMind, takenOver } from '../../packages/link/src/gateway/gatewayRig.ts';
import { gatewayProtocol } from '../../packages/link/src/gateway/messages.ts';
import type { MindPorts } from '../../packages/link/src/gateway/mindPorts.ts';
import { socketFolder, until } from '../../packages/link/src/linkRig.ts';

const DAY_S = 86_400;

/** A device of the household: what the list of pairings has of it, and the secret that it alone has. */
interface Device {
  readonly id: string;
  readonly token: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

function device(name: string, role: string, created_s: number): Device {
  const token = randomBytes(32).toString('base64url');
  const id = randomBytes(8).toString('hex');
  const hash = createHash('sha256').update(token).digest('hex');
  return { id, token, entry: { id, name, role, created_s, seen_s: created_s, hash } };
}

export function listOf(...entries: readonly Device['entry'][]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ version: 1, sessions: entries }));
}

/** What a mind keeps of pairings. */
export function keepIn(mind: TestMind, bytes: Uint8Array): void {
  mind.pairings = bytes;
}

/** Who decides in a mind; a test plants a faulty one. */
export type Access = MindPorts['access'] & Pick<Callers, 'save'>;
export interface Plant {
  readonly access?: (sound: Callers, household: Household, mind: TestMind) => Partial<Access>;
  readonly here?: HereRule;
}

export interface Household {
  readonly admin: Device;
  readonly viewer: Device;
  /** Paired longer ago than a pairing lasts. */
  readonly over: Device;
  /** Unpaired; is in no list. */
  readonly ended: Device;
}

export function householdAt(now_s: number): Household {
  return {
    admin: device('Phone', 'admin', now_s - DAY_S),
    viewer: device('Tablet', 'viewer', now_s - DAY_S),
    over: device('Old phone', 'admin', now_s - 400 * DAY_S),
    ended: device('Lost phone', 'admin', now_s - DAY_S),
  };
}

/** A mind with paired devices, and a gateway that was taken over: it has the list of pairings, and says what it likes. */
export class TakenOver {
  readonly mind = new TestMind();
  readonly household: Household;
  readonly callers: Callers;
  readonly #place = socketFolder();
  #link!: Awaited<ReturnType<typeof takenOver>>['link'];
  heard: Record<string, unknown>[] = [];

  constructor({ access, here = 'never' }: Plant) {
    const { mind } = this;
    this.household = householdAt(mind.time.wall_s);
    const { admin, viewer, over } = this.household;
    mind.pairings = listOf(admin.entry, viewer.entry, over.entry);
    const store = { load: () => mind.pairings, save: (bytes: Uint8Array) => keepIn(mind, bytes) };
    const clock = { mono_s: () => mind.time.mono_s, wall_s: () => mind.time.wall_s };
    this.callers = new Callers({ store, ...clock, here, warn: (text) => void mind.warnings.push(text) });
    const planted = access?.(this.callers, this.household, mind) ?? {};
    mind.ports.access = {
      whose: planted.whose ?? ((token) => this.callers.whose(token)),
      admit: planted.admit ?? ((token, deed) => this.callers.admit(token, deed)),
    };
    const save = planted.save ?? ((bytes, token) => this.callers.save(bytes, token));
    mind.ports.pairings = { load: store.load, save };
  }

  static async begin(plant: Plant): Promise<TakenOver> {
    const rig = new TakenOver(plant);
    await rig.mind.listen(rig.#place.path);
    const { link, heard } = await takenOver(rig.#place.path);
    rig.#link = link;
    rig.heard = heard;
    rig.say({ type: 'hello', protocol: gatewayProtocol, addresses: [] });
    return rig;
  }

  say(head: object, bytes?: Uint8Array): void {
    this.#link.send(head, bytes);
  }

  /** When all that was said before has been heard. */
  async heardOut(): Promise<void> {
    const id = 999_999;
    this.#link.send({ type: 'call', id, call: 'listMaps', request: {}, token: this.household.admin.token });
    await until(() => this.heard.some((one) => one.id === id));
  }

  async end(): Promise<void> {
    this.#link.close();
    await this.mind.server.close();
    this.#place.remove();
  }

  /** The list of pairings as the mind keeps it now. */
  get kept(): readonly Readonly<Record<string, unknown>>[] {
    return JSON.parse(new TextDecoder().decode(this.mind.pairings)).sessions;
  }
}

/** A mind that takes the gateway's word for who asks: a number of the list in the place of a secret is as good. */
export function believing(sound: Callers, { admin }: Household): Partial<Access> {
  const isWord = (token: string | undefined): boolean => token === undefined || token.startsWith(admin.id);
  return {
    whose: (token) => (isWord(token) ? admin.id : sound.whose(token)),
    admit: (token, deed: Deed) => (isWord(token) ? { id: admin.id } : sound.admit(token, deed)),
    save: (bytes, token) => sound.save(bytes, isWord(token) ? admin.token : token),
  };
}
