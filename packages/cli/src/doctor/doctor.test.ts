import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderDisk, folderKeyHome, Vault } from '@homebound/vault';
import { type Fact, tableOf } from './fact.ts';
import { homeFacts } from './homeFacts.ts';
import { machineFacts } from './machineFacts.ts';
import { processFacts } from './processFacts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebound-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, content: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const of = (facts: readonly Fact[], topic: string): string[] =>
  facts.filter((fact) => fact.topic === topic).map(({ finding }) => finding);

test('swap, core dumps and the clock are told as they are', () => {
  put('swaps', 'Filename Type Size Used Priority\n/home/anna/swapfile file 2097148 0 -2\n');
  put('self/limits', 'Limit  Soft Limit  Hard Limit  Units\nMax core file size        unlimited  unlimited  bytes\n');
  const bad = machineFacts({ proc: folder, env: { ROS_DISTRO: 'annas-own' }, now_s: 86_400 });
  expect(of(bad, 'swap')).toEqual(['ON (1): what is in memory can get onto a disk']);
  expect(of(bad, 'core dumps')[0]).toMatch(/^ON/);
  expect(of(bad, 'clock')).toEqual(['NOT SET: before 2026']);
  expect(of(bad, 'ROS')).toEqual(['of a name of its own, domain default, discovery default']);
  put('swaps', 'Filename Type Size Used Priority\n');
  put('self/limits', 'Max core file size        0                    unlimited            bytes\n');
  const good = machineFacts({ proc: folder, env: { ROS_DISTRO: 'jazzy', ROS_DOMAIN_ID: '7' }, now_s: 1.8e9 });
  expect([of(good, 'swap'), of(good, 'core dumps'), of(good, 'clock')]).toEqual([['off'], ['off'], ['set']]);
  expect(of(good, 'ROS')).toEqual(['jazzy, domain set, discovery default']);
});

test('each process of the robot is told with its doors, by how far they can be reached; others are not', () => {
  const tcp = (...lines: string[]): string => ['sl local rem st', ...lines].join('\n');
  const line = (local: string, state: string, inode: number): string =>
    `0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000 1000 0 ${inode} 1`;
  put('71/cmdline', 'node\0/opt/x/dist/homebound.js\0gateway\0--lan\x00192.168.7.9\0');
  put(
    '71/net/tcp',
    tcp(line('0100007F:1F90', '0A', 5), line('0907A8C0:20FB', '0A', 6), line('0907A8C0:20FB', '01', 6)),
  );
  mkdirSync(join(folder, '71/fd'));
  symlinkSync('socket:[5]', join(folder, '71/fd/3'));
  symlinkSync('socket:[6]', join(folder, '71/fd/4'));
  put('72/cmdline', 'node\0/opt/x/dist/homebound.js\0mind\0');
  put('72/net/tcp', tcp(line('0100007F:1F90', '0A', 5)));
  mkdirSync(join(folder, '72/fd'));
  symlinkSync('socket:[9]', join(folder, '72/fd/3'));
  put('73/cmdline', 'vim\0/home/anna/homebound.txt\0gateway\0');
  expect(of(processFacts(folder), 'process')).toEqual([
    'gateway: listens on this machine:8080, a network:8443',
    'mind: no door to a network',
  ]);
  put('71/net/tcp', tcp(line('00000000:20FB', '0A', 6)));
  expect(of(processFacts(folder), 'process')[0]).toBe('gateway: listens on EVERY NETWORK:8443');
  expect(of(processFacts(join(folder, 'none')), 'process')).toEqual(['none of the robot runs']);
});

test('a home is told by counts, what is damaged by the number that the store gave it, and who may read the key', () => {
  const home = join(folder, 'home');
  mkdirSync(home);
  expect(of(homeFacts(home), 'home')).toEqual(['empty']);
  expect(of(homeFacts(join(folder, 'nowhere')), 'home')).toEqual(['NO SUCH FOLDER']);
  const place = { disk: folderDisk(home), keys: folderKeyHome(folderDisk(`${home}.keys`)) };
  const vault = Vault.open(place);
  for (const id of ['annas-flat', 'attic'])
    vault.put({ kind: 'map', id, stamp_s: 0, content: Buffer.from(`${id} `.repeat(900)) });
  expect(of(homeFacts(home), 'home')).toEqual(['in use by a running robot: not looked into']);
  vault.close();
  expect(of(homeFacts(home), 'home')[0]).toBe('map: 2 in 2 versions, 0.02 MB');
  expect(of(homeFacts(home), 'device key')).toEqual(["beside the home, this user's, for its owner alone"]);
  const largest = readdirSync(home)
    .filter((name) => /^[0-9a-f]{20,}/.test(name))
    .sort()[0];
  const bytes = readFileSync(join(home, largest));
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(join(home, largest), bytes);
  expect(of(homeFacts(home), 'home')[0]).toMatch(/^map: 2 in 2 versions, 0\.02 MB; DAMAGED: #\d$/);
  chmodSync(join(`${home}.keys`), 0o755);
  expect(of(homeFacts(home), 'device key')[0]).toMatch(/READABLE BY OTHERS$/);
});

test('facts are lines of topic and finding', () => {
  const facts = [
    { topic: 'home', finding: 'a' },
    { topic: 'home', finding: 'b' },
    { topic: 'clock', finding: 'set' },
  ];
  expect(tableOf(facts)).toBe('home   a\n       b\nclock  set\n');
});
