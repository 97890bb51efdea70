import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/homebound.ts';
import { canTrace, type SystemCall, trace } from '../helpers/systemCalls.ts';

/**
 * There is no MQTT and no Bluetooth in this build: no topic that somebody forgot to guard, no radio that answers across the street. Looked
 * for in every source of ours, in every package that is shipped and in what a run asks the system for.
 */
interface Way {
  /** Packages that bring it. */
  readonly packages: RegExp;
  /** Words of a source that would use it. */
  readonly words: RegExp;
  /** Calls to the system that would. */
  readonly calls: RegExp;
}

const mqtt: Way = {
  packages: /(^|[/@-])(a?mqtt|aedes|mosca|paho|mosquitto|rabbitmq|amqplib|nats)([/.-]|$)|mqtt/i,
  words: /\bmqtts?:\/\/|(from|import\(|require\()\s*['"][^'"]*(mqtt|aedes|mosca|paho)[^'"]*['"]|\b(1883|8883)\b/gi,
  calls: /htons\((1883|8883)\)/,
};
const bluetooth: Way = {
  packages: /bluetooth|bluez|(^|[/@-])(noble|bleno|ble)([/-]|$)|hci-socket/i,
  words:
    /navigator\.bluetooth|requestDevice\(|(from|import\(|require\()\s*['"][^'"]*(bluetooth|bluez|noble|bleno)[^'"]*['"]|org\.bluez|\/dev\/rfcomm|hci_?socket/gi,
  calls: /AF_BLUETOOTH|AF_INET6?, SOCK_\w+, BTPROTO|\/dev\/(rfcomm|hci)/,
};

interface Source {
  readonly name: string;
  readonly text: string;
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = join(folder, entry.name);
    if (entry.isDirectory()) return /^(dist|node_modules)$/.test(entry.name) ? [] : sourcesIn(name);
    const isOurs = /\.(ts|mjs|js|html|json|service|socket)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name);
    return isOurs ? [{ name, text: readFileSync(join(root, name), 'utf8') }] : [];
  });
}

function packages(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages as Record<string, { dev?: boolean; link?: boolean }>)
    .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13));
}

/** Where a way out by radio or broker shows, a line each. */
function traces(
  way: Way,
  sources: readonly Source[],
  names: readonly string[],
  calls: readonly SystemCall[],
): string[] {
  return [
    ...sources.flatMap(({ name, text }) => [...text.matchAll(way.words)].map(([word]) => `${name}: ${word}`)),
    ...names.filter((name) => way.packages.test(name)).map((name) => `package ${name}`),
    ...calls.filter(({ text }) => way.calls.test(text)).map(({ name, text }) => `${name}(${text}`),
  ];
}

async function callsOf(...args: string[]): Promise<SystemCall[]> {
  const { child, calls } = trace(args, { which: 'socket,connect,bind,openat' });
  child.stdout?.resume();
  child.stderr?.resume();
  await new Promise((done) => child.on('close', done));
  return calls();
}

const sources = ['packages', 'sim', 'hardware', 'launch', 'tools'].flatMap(sourcesIn);
const traced = canTrace() ? test : (test.skip as typeof test);
const clean = [
  join(root, 'dist', 'homebound.js'),
  'simulate',
  '--headless',
  '--world',
  'test_room',
  '--max-time',
  '60',
  '--no-recording',
];

traced('T-MQTT-ACL, T-BLE: no source, no package and no run of this build knows MQTT or Bluetooth', async () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(packages().length).toBeGreaterThan(40);
  const calls = await callsOf(...clean, '--out', join(process.env.TMPDIR ?? '/tmp', 'radios'));
  expect(calls.length).toBeGreaterThan(20);
  expect(traces(mqtt, sources, packages(), calls)).toEqual([]);
  expect(traces(bluetooth, sources, packages(), calls)).toEqual([]);
});

test('T-MQTT-ACL, planted fault: a source that imports a library or names a broker, a package', () => {
  const planted = ["import mqtt from 'mqtt';", "connect('mqtt://broker.local')", 'net.connect(1883, host)'];
  for (const text of planted) expect(traces(mqtt, [{ name: 'planted.ts', text }], [], [])).toHaveLength(1);
  for (const name of ['mqtt', 'async-mqtt', 'aedes', 'u8-mqtt', 'paho-mqtt'])
    expect(traces(mqtt, [], [name], [])).toEqual([`package ${name}`]);
});

traced('T-MQTT-ACL, planted fault: a run that opens a broker’s port', async () => {
  const calls = await callsOf(
    '-e',
    "const s = require('node:net').createServer().listen(1883, '127.0.0.1', () => s.close());",
  );
  expect(traces(mqtt, [], [], calls)).toHaveLength(1);
});

test('T-BLE, planted fault: the browser way, the Linux way, a package', () => {
  const planted = ['navigator.bluetooth', "import noble from '@abandonware/noble';", "bus.get('org.bluez')"];
  for (const text of planted) expect(traces(bluetooth, [{ name: 'planted.ts', text }], [], [])).toHaveLength(1);
  for (const name of ['@abandonware/noble', 'bleno', 'node-ble', 'web-bluetooth', '@abandonware/bluetooth-hci-socket'])
    expect(traces(bluetooth, [], [name], [])).toEqual([`package ${name}`]);
  const call = { name: 'socket', text: 'AF_BLUETOOTH, SOCK_RAW|SOCK_CLOEXEC, BTPROTO_HCI) = 3' };
  expect(traces(bluetooth, [], [], [call])).toHaveLength(1);
});
