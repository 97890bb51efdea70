import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeHomeMap, importMap } from '@homebound/formats';
import { homePlace, MapStore } from '@homebound/home';
import { slamParameters } from '@homebound/nodes';
import { Vault } from '@homebound/vault';
import { root, temporaryFolder } from '../helpers/homebound.ts';
import { canHaveNetwork, HomeNetwork, pressForCode, robotIn, robotPort, until } from '../helpers/homeNetwork.ts';
import { PairedPage } from '../helpers/pairedPage.ts';

const asRoot = process.getuid?.() === 0 && canHaveNetwork() ? test : (test.skip as typeof test);

/** What people give names to in this home, each a word that stands nowhere else. */
const PRIVATE = ['folderword7', 'mapword7', 'roomword7', 'robotword7', 'phoneword7', 'fileword7', 'zoneword7'] as const;
const [FOLDER, MAP, ROOM, ROBOT, PHONE, FILE, ZONE] = PRIVATE;

/** A vendor's map with a named room. */
function vendorMap(): Uint8Array {
  const compressedPixels = Array.from({ length: 40 }, (_, row) => [10, 20 + row, 60]).flat();
  const layers = [{ type: 'segment', metaData: { segmentId: '1', name: ROOM }, compressedPixels }];
  const size = { x: 1000, y: 1000 };
  return Buffer.from(
    JSON.stringify({ __class: 'ValetudoMap', metaData: { version: 2 }, size, pixelSize: 5, layers, entities: [] }),
  );
}

/** A home with a map that has a name, and whose newest revision is damaged: the robot will say so. */
function furnish(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const vault = Vault.open(homePlace(home));
  const store = new MapStore(vault, () => {});
  const resolution_m = slamParameters.resolution.default;
  const map = importMap(vendorMap(), { name: MAP, now_s: 1.7e9, appVersion: '0', resolution_m });
  const saved = store.save({ ...map, meta: { ...map.meta, id: MAP } });
  const before = new Set(readdirSync(home));
  store.save(saved);
  vault.close();
  const newest = readdirSync(home).filter((name) => !before.has(name) && !/^(index|spare|lock)/.test(name));
  for (const name of newest) {
    const bytes = readFileSync(join(home, name));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(join(home, name), bytes);
  }
  expect(encodeHomeMap(saved).length).toBeGreaterThan(1000);
}

/** Words of this home that stand in a log, and shapes of secrets. */
function privateIn(log: string, secrets: readonly string[]): string[] {
  const text = log.toLowerCase();
  return [...PRIVATE, ...secrets].filter((word) => text.includes(word.toLowerCase()));
}

interface Lived {
  readonly said: string;
  readonly logged: string;
  readonly secrets: string[];
}

/** A robot on its network, in whose home all goes wrong that is written down: refusals, a damaged map, a process that ends. */
async function liveThrough(): Promise<Lived> {
  const folder = join(temporaryFolder(), FOLDER);
  const { home, run, args } = robotIn(folder, '--no-announce');
  furnish(home);
  const network = HomeNetwork.begin([process.execPath, ...args]);
  // A service's journal keeps standard error; standard output is the console.
  let logged = '';
  network.child.stderr?.on('data', (bytes) => {
    logged += bytes;
  });
  const secrets: string[] = [];
  try {
    await until(() => network.said.includes('Certificate: '));
    const door = await network.door(robotPort);
    const page = new PairedPage(door.connect, robotPort);
    await page.ask('GET', `/api/v1/maps/${MAP}`);
    await page.ask('POST', '/api/v1/pairing', { code: '00000000', name: PHONE, wantsToken: true });
    const [first, second] = await pressForCode(network, run);
    secrets.push(`${first} ${second}`, `${first}${second}`);
    await page.ask('POST', '/api/v1/pairing', { code: '00000000', name: PHONE, wantsToken: true });
    await page.pair(`${first}${second}`, PHONE);
    secrets.push(page.token);
    await stir(page);
    door.close();
    network.child.kill('SIGTERM');
    await new Promise((done) => network.child.once('close', done));
  } finally {
    network.child.kill('SIGKILL');
  }
  return { said: network.said, logged, secrets };
}

/** What a person with a page does in a day, right and wrong. */
async function stir(page: PairedPage): Promise<void> {
  const socket = await page.open();
  socket.send(`{"id":1,"command":"${ROOM}"}`);
  await until(async () => (await page.state().catch(() => undefined)) !== undefined);
  const settings = { robotName: ROBOT, keepHistory_days: 30 };
  const tries: [method: string, path: string, body?: object][] = [
    ['PUT', '/api/v1/settings', { ...settings, timeZone: 'Europe/Berlin' }],
    ['PUT', '/api/v1/settings', { ...settings, timeZone: `Europe/${ZONE}` }],
    ['POST', '/api/v1/rooms', { kind: 'rename', room: 3, name: ROOM }],
    ['POST', '/api/v1/rooms', { kind: 'rename', room: 1, name: `${ROOM}\n` }],
    ['POST', `/api/v1/maps/${MAP}/export`, { format: 'svg' }],
    ['POST', `/api/v1/maps/${FILE}/export`, { format: 'svg' }],
    ['DELETE', `/api/v1/maps/${FILE}`],
    ['GET', `/api/v1/runs/${FILE}`],
    ['POST', '/api/v1/restore', { passphrase: FILE }],
  ];
  for (const [method, path, body] of tries) {
    expect((await page.ask(method, path, body)).status).toBeGreaterThanOrEqual(200);
  }
  const started = await page.ask('POST', '/api/v1/jobs', { command: 'start' });
  expect(started.status).toBe(200);
  // It looks for its place in the map first: a clean begins, with all that it says.
  await until(async () => (await page.state()).state !== 'idle');
  await new Promise((done) => setTimeout(done, 5000));
  socket.terminate();
}
asRoot(
  'T-BESIDE: what a robot writes to its log over pairing, refusals, a damaged map and a clean names nothing of the home',
  async () => {
    const { said, logged, secrets } = await liveThrough();
    // It does speak: of the damaged map at least.
    expect(logged).toMatch(/warning: map …/);
    expect(privateIn(logged, secrets)).toEqual([]);
    // The code is on the console, and of the home nothing but the folder that whoever started it gave.
    expect(privateIn(said, secrets)).toEqual([FOLDER, secrets[0]]);
  },
  120_000,
);

test('T-BESIDE, planted fault: a log that has messages as they are made for a screen', () => {
  const home = join(temporaryFolder(), 'home');
  furnish(home);
  const told: string[] = [];
  const vault = Vault.open(homePlace(home));
  new MapStore(vault, (text) => told.push(text)).load(MAP);
  vault.close();
  expect(privateIn(told.join('\n'), [])).toEqual([MAP]);
});

/** What is wrong with where a service's words go: codes are on its standard output, all else on standard error. */
function openEars(unit: string): string[] {
  const wants = ['StandardOutput=tty', 'StandardError=journal', 'LogNamespace=homebound'];
  return wants.filter((line) => !unit.split('\n').includes(line));
}

test('T-BESIDE: as a service the mind shows the code on the console alone; what it logs is forgotten after two weeks', () => {
  const unit = readFileSync(join(root, 'launch', 'systemd', 'homebound-mind.service'), 'utf8');
  expect(openEars(unit)).toEqual([]);
  expect(readFileSync(join(root, 'launch', 'systemd', 'journald@homebound.conf'), 'utf8')).toMatch(
    /^MaxRetentionSec=14day$/m,
  );
});

test('T-BESIDE, planted fault: a service whose standard output goes to the journal, as it does unless told otherwise', () => {
  const unit = readFileSync(join(root, 'launch', 'systemd', 'homebound-mind.service'), 'utf8');
  expect(openEars(unit.replace('StandardOutput=tty\n', ''))).toEqual(['StandardOutput=tty']);
});
