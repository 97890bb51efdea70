import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHomeMap, importMap } from '@homebound/formats';
import { homePlace } from '@homebound/home';
import { Vault } from '@homebound/vault';
import { root } from '../helpers/homebound.ts';

/** What a person gives names to, each a word that stands nowhere else. */
const PRIVATE = {
  host: 'hostmarker7',
  user: 'usermarker7',
  home: 'homemarker7',
  map: 'mapmarker7',
  room: 'Roommarker7',
  robot: 'robotmarker7',
  network: 'ssidmarker7',
  token: 'tokenmarker7',
  domain: 'zonemarker7',
} as const;

let folder: string;
let kept: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebound-doctor-'));
  kept = join(folder, PRIVATE.home, PRIVATE.map);
  mkdirSync(kept, { recursive: true });
  const layers = [
    { type: 'segment', metaData: { segmentId: '1', name: PRIVATE.room }, compressedPixels: [10, 20, 30, 10, 21, 30] },
  ];
  const json = {
    __class: 'ValetudoMap',
    size: { x: 1000, y: 1000 },
    pixelSize: 5,
    metaData: { version: 2 },
    layers,
    entities: [],
  };
  const how = { name: PRIVATE.map, now_s: 1.8e9, appVersion: '0', resolution_m: 0.05 };
  const content = encodeHomeMap(importMap(Buffer.from(JSON.stringify(json)), how));
  const vault = Vault.open(homePlace(kept));
  vault.put({ kind: 'map', id: PRIVATE.map, stamp_s: 0, content });
  vault.put({ kind: 'settings', id: 'home', stamp_s: 0, content: Buffer.from(`{"robotName":"${PRIVATE.robot}"}`) });
  vault.close();
  writeFileSync(join(folder, PRIVATE.home, `${PRIVATE.network}.nmconnection`), `[wifi]\nssid=${PRIVATE.network}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What stands in a text that is nobody's business. Names, addresses of this machine, serial numbers, paths. */
function privateIn(text: string): string[] {
  const words = Object.values(PRIVATE).filter((word) => text.toLowerCase().includes(word.toLowerCase()));
  const addresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .flatMap(({ address, mac }) => [address, mac])
    .filter((address) => text.includes(address));
  const shapes = /\b\d{1,3}(\.\d{1,3}){3}\b|([0-9a-f]{2}:){5}[0-9a-f]{2}|[0-9a-f]{16,}|(^|\s)[~/][\w/.-]{3,}/gim;
  return [...words, ...addresses, ...[...text.matchAll(shapes)].map(([found]) => found.trim())];
}

interface Told {
  readonly out: string;
  readonly err: string;
}

/** Runs a command as somebody whose machine, account and shell are full of names; as another host where this account may be one. */
function asSomebody(...args: string[]): Told {
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, PRIVATE.home),
    USER: PRIVATE.user,
    LOGNAME: PRIVATE.user,
    HOSTNAME: PRIVATE.host,
    HOMEBOUND_TOKEN: PRIVATE.token,
    ROS_DISTRO: PRIVATE.domain,
    ROS_DOMAIN_ID: PRIVATE.domain,
    TZ: `Europe/${PRIVATE.domain}`,
  };
  const command = [process.execPath, join(root, 'dist', 'homebound.js'), ...args];
  const mayRename = spawnSync('unshare', ['-u', 'true']).status === 0;
  const inHost = ['-u', 'sh', '-c', `hostname ${PRIVATE.host} && exec "$@"`, 'sh', ...command];
  const { stdout, stderr, status } = mayRename
    ? spawnSync('unshare', inHost, { env, encoding: 'utf8', cwd: folder })
    : spawnSync(command[0], command.slice(1), { env, encoding: 'utf8', cwd: folder });
  expect(status).toBe(0);
  return { out: stdout, err: stderr };
}

test('T-BESIDE: what homebound doctor tells holds no name, address, path, token or key', () => {
  const { out, err } = asSomebody('doctor', kept);
  expect(out).toMatch(/map: 1 in 1 versions/);
  expect(out).toMatch(/settings: 1 in 1 versions/);
  expect(out.split('\n').length).toBeGreaterThan(12);
  expect(privateIn(out + err)).toEqual([]);
  expect(privateIn(asSomebody('doctor', kept, '--json').out)).toEqual([]);
});

test('T-BESIDE: nor does what it tells of a home that is open to others, or damaged', () => {
  const key = join(`${kept}.keys`, 'device-key');
  chmodSync(key, 0o644);
  const open = asSomebody('doctor', kept);
  chmodSync(key, 0o600);
  const index = readdirSync(kept).filter((name) => name.startsWith('index.'));
  const whole = index.map((name) => readFileSync(join(kept, name)));
  for (const name of index) writeFileSync(join(kept, name), 'spoilt');
  const damaged = asSomebody('doctor', kept);
  for (const [n, name] of index.entries()) writeFileSync(join(kept, name), whole[n]);
  expect(open.out).toMatch(/CANNOT BE OPENED: exposedKey[\s\S]*READABLE BY OTHERS/);
  expect(damaged.out).toMatch(/CANNOT BE OPENED: damagedIndex/);
  expect(privateIn(open.out + open.err + damaged.out + damaged.err)).toEqual([]);
});

test('T-BESIDE, planted fault: a doctor that tells which maps there are, and where', () => {
  const { out } = asSomebody('doctor', kept);
  const maps = asSomebody('maps', kept).out;
  expect(privateIn(out + maps)).toContain(PRIVATE.map);
  expect(privateIn(`${out}home  ${kept}\n`).length).toBeGreaterThan(1);
  expect(privateIn(`${out}listens on 192.168.7.9:8443\n`)).toEqual(['192.168.7.9']);
});
