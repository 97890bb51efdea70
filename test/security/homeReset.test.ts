import { encodeHomeMap } from '@homebound/formats';
import { type AccessStore, assetOf, type InProcessGateway, inProcessGateway } from '@homebound/gateway';
import { defaultSettings, type Home, openHome } from '@homebound/home';
import { folderKeyHome, type KeyHome } from '@homebound/vault';
import { LiveView } from '@homebound/wire';
import { demoHello } from '../helpers/demoHome.ts';
import { type HomeRig, homeRig, namedMap, toldRun } from './homeRig.ts';
import { decryptAll } from './vaultAttack.ts';
import { type Plant, wrapped } from './vaultRig.ts';

const MARKER = 'MARKER-of-before';
const HOST = '192.168.7.9:8080';

interface Faults {
  readonly disks?: Plant;
  /** The gateway is not told of a reset by the robot's own button. */
  readonly isDeaf?: boolean;
  /** Instead of the home's own place for pairings. */
  readonly store?: (own: AccessStore) => AccessStore;
  /** The robot takes whatever touches it for somebody who presses its button. */
  readonly isTicklish?: boolean;
}

/** A gateway of a home, as if on the home's network, and a device that asks it. */
class House {
  readonly #gateway: InProcessGateway;
  readonly #codes: string[] = [];

  constructor(home: Home, { isDeaf = false, store = (own) => own }: Faults) {
    this.#gateway = inProcessGateway({
      port: 8080,
      address: '192.168.7.9',
      page: new Map([['/', assetOf('index.html', Buffer.from('page'))]]),
      source: new LiveView(demoHello),
      commands: (_, answer) => answer(true, ''),
      home: home.desk,
      audit: home.audit,
      access: { store: store(home.accessStore), present: (code) => this.#codes.push(code) },
    });
    if (!isDeaf) home.onChange(({ what }) => what === 'reset' && this.#gateway.body.reset());
  }

  async ask(method: string, target: string, token?: string, body?: object) {
    const headers: Record<string, string[]> = { host: [HOST], 'content-type': ['application/json'] };
    if (token !== undefined) headers.authorization = [`Bearer ${token}`];
    return this.#gateway.ask(
      { method, target, headers, client: '192.168.7.20' },
      Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    );
  }

  async pair(): Promise<string> {
    this.#gateway.body.pair('admin');
    const sent = { code: this.#codes.at(-1), name: MARKER, wantsToken: true };
    return JSON.parse(String((await this.ask('POST', '/api/v1/pairing', undefined, sent)).body)).token;
  }
}

/** One of each kind, with words in it. */
async function fill(home: Home): Promise<void> {
  const { desk, runs } = home;
  await desk.ask('importMap', { name: 'x' }, 'here', encodeHomeMap(namedMap('bedroom', MARKER)));
  await home.wake('x');
  runs.keep(toldRun('aa', MARKER), true, 'bedroom');
  const schedules = [{ id: MARKER.toLowerCase(), isOn: true, days: [1], time: '09:00' }];
  await desk.ask('writeSchedules', { schedules }, 'here');
  await desk.ask('writeSettings', { ...defaultSettings, robotName: MARKER }, 'here');
  await home.keepBytes('tls', new TextEncoder().encode(`${MARKER}, the key of its certificates`));
}

/** A robot that was filled and reset. @returns what is wrong, a line each */
async function resetFaults(how: 'page' | 'button', faults: Faults = {}): Promise<string[]> {
  const rig = await homeRig(faults.disks);
  const { home } = rig;
  const house = new House(home, faults);
  await fill(home);
  const token = await house.pair();
  const wrong: string[] = [];
  if ((await house.ask('GET', '/api/v1/maps', token)).status !== 200) wrong.push('the device was never paired');
  if (!opens(rig)) wrong.push('the attack is too weak: it finds nothing before either');
  if (faults.isTicklish) home.pressed();
  if ((await house.ask('POST', '/api/v1/reset', token, {})).status === 200)
    wrong.push('it was reset with nobody there');
  home.pressed();
  const gone = how === 'button' ? await home.reset('button') : [];
  if (how === 'page') await house.ask('POST', '/api/v1/reset', token, {});
  else if (gone.length !== 7) wrong.push(`told of ${gone.length} of 7 things that went`);
  if ((await house.ask('GET', '/api/v1/maps', token)).status !== 401) wrong.push('an old token opens');
  if (opens(rig)) wrong.push('what was there before can be decrypted');
  return [...wrong, ...(await afterRestart(rig, token, faults))];
}

function opens({ data, keyDisk }: HomeRig): boolean {
  const found = decryptAll({ data: data.journal, keyMedium: keyDisk.medium() });
  return found.some((text) => text.toUpperCase().includes(MARKER.toUpperCase()));
}

async function afterRestart(rig: HomeRig, token: string, faults: Faults): Promise<string[]> {
  await rig.home.close();
  const place = { disk: rig.data, keys: folderKeyHome(rig.keyDisk) };
  const home = await openHome({ folder: 'memory', appVersion: '0', warn: () => {}, place });
  const wrong: string[] = [];
  if ((await new House(home, faults).ask('GET', '/api/v1/maps', token)).status !== 401)
    wrong.push('after a restart an old token opens');
  const { maps } = (await home.desk.ask('listMaps', {}, 'here')).answer;
  const { runs } = (await home.desk.ask('listRuns', {}, 'here')).answer;
  const left = [...maps, ...runs, ...home.schedules, ...(home.tlsStore.load() ?? [])];
  if (left.length > 0 || home.settings.robotName !== 'Homebound') wrong.push('something is still there');
  const first = (await home.audit.read())[0];
  if (first?.kind !== 'reset') wrong.push('the log does not begin with the reset');
  return wrong;
}

const skipsOverwrite: Plant = { keyDisk: (disk) => wrapped(disk, { overwrite: () => {} }) };
const neverErases: Plant = { keys: (keys: KeyHome) => ({ ...keys, erase: () => {} }) };
/** A gateway that remembers who was paired, "so that nobody has to pair again". */
function hoarding(): Faults['store'] {
  let most: Uint8Array | undefined;
  return (own) => ({
    load: () => most ?? own.load(),
    save: (bytes) => {
      if (bytes.length > (most?.length ?? 0)) most = bytes;
      return own.save(bytes);
    },
  });
}

test.each(['page', 'button'] as const)(
  'T-RESET: by %s and with somebody there, all that was is opened by no key and no token, also after a restart',
  async (how) => {
    expect(await resetFaults(how)).toEqual([]);
  },
);

test.each<[string, Faults, string]>([
  ['the gateway is not told of it', { isDeaf: true }, 'an old token opens'],
  ['the gateway remembers who was paired', { store: hoarding() }, 'after a restart an old token opens'],
  ['keys are not written over', { disks: skipsOverwrite }, 'what was there before can be decrypted'],
  ['whatever touches the robot counts as its button', { isTicklish: true }, 'it was reset with nobody there'],
  ['keys are not ended', { disks: neverErases }, 'what was there before can be decrypted'],
])('T-RESET, planted fault: %s', async (_, faults, problem) => {
  expect(await resetFaults('button', faults)).toContain(problem);
});
