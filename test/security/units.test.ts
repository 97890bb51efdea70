import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';
import { nodeBinary, nodeVersions } from '../helpers/nodeBinary.ts';
import { hasSystemd, readUnit, unitFolder, valuesOf } from '../helpers/unitFile.ts';

/** The service files of a robot, by systemd's own judgement, and held against the commands that there are. */
const judged = hasSystemd ? test : (test.skip as typeof test);
const services = [
  'homebound-motor.service',
  'homebound-mind.service',
  'homebound-gateway.service',
  'homebound-camera.service',
  'homebound-forget-network.service',
];
const processes = services.slice(0, 4);
/** systemd gives 0 to 10; below 2 a service counts as well shut in. */
const MOST_EXPOSED = 2;

/** A unit's text in a folder of its own, with this machine's Node in it. */
function written(file: string, text: string): string {
  const path = join(temporaryFolder(), file);
  writeFileSync(path, text.replaceAll('/usr/bin/node', process.execPath));
  return path;
}

function exposure(path: string): number {
  const threshold = `--threshold=${10 * MOST_EXPOSED}`;
  const { stdout, status } = spawnSync(
    'systemd-analyze',
    ['security', '--offline=true', '--no-pager', threshold, path],
    { encoding: 'utf8' },
  );
  const level = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]);
  // Its own verdict and the figure agree, or one of them was not read rightly.
  if ((status === 0) !== level <= MOST_EXPOSED) throw new Error(`exit ${status} for an exposure of ${level}`);
  return level;
}

/** What systemd finds wrong with a unit file: nothing when it is well. */
function mistakes(path: string): string {
  const { stdout, stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}` : `exit ${status}: ${stdout}${stderr}`;
}

judged.each(services)('T-PRIV: %s is shut in as systemd knows how (exposure at most 2.0 of 10)', (file) => {
  expect(exposure(written(file, readUnit(file).text))).toBeLessThanOrEqual(MOST_EXPOSED);
});

judged.each(services)('T-PRIV, planted fault: %s without some of its lines is too open', (file) => {
  const open = readUnit(file).text.replace(
    /^(SystemCallFilter|CapabilityBoundingSet|NoNewPrivileges|RestrictNamespaces|User)=.*\n/gm,
    '',
  );
  expect(exposure(written(file, open))).toBeGreaterThan(MOST_EXPOSED);
});

judged.each(processes)('T-PRIV: each line of %s that shuts it in counts', (file) => {
  const { text, unit } = readUnit(file);
  const base = exposure(written(file, text));
  const shut = unit.filter(([name]) =>
    /^(Protect|Private|Restrict|NoNew|Lock|RemoveIPC|Keyring|CapabilityB|IPAddressDeny|UMask|ProcSubset)/.test(name),
  );
  expect(shut.length).toBeGreaterThan(20);
  const idle = shut.filter(([name]) => !(exposureWithout(file, text, name) > base)).map(([name]) => name);
  expect(idle.filter((name) => !light.includes(name))).toEqual([]);
});

/** Weigh less than the one decimal of the figure that is printed. */
const light = ['UMask', 'ProtectHostname', 'ProcSubset', 'KeyringMode', 'RemoveIPC', 'LockPersonality'];

/** The exposure of a unit with one directive left out. */
function exposureWithout(file: string, text: string, name: string): number {
  return exposure(written(file, text.replace(new RegExp(`^${name}=.*\\n`, 'm'), '')));
}

judged.each(readdirSync(unitFolder).filter((file) => /^homebound-.*\.(service|path)$/.test(file)))(
  '%s is well-formed',
  (file) => {
    expect(mistakes(written(file, readUnit(file).text))).toBe('');
  },
);

judged('a unit with a word that systemd does not know, or a program that is not there, is found', () => {
  const { text } = readUnit(processes[0]);
  expect(mistakes(written(processes[0], text.replace('ProtectHome=', 'ProtectHouse=')))).toContain('ProtectHouse');
  expect(mistakes(written(processes[0], text.replaceAll('/usr/bin/node', '/usr/bin/nodd')))).toContain('/usr/bin/nodd');
});

test.each(processes)('T-PRIV: %s has a user of its own, no core dumps, no swap, and a journal that forgets', (file) => {
  const { unit } = readUnit(file);
  const name = basename(file, '.service');
  const users = readFileSync(join(unitFolder, 'sysusers.conf'), 'utf8');
  expect(users).toMatch(new RegExp(`^u ${name} `, 'm'));
  expect(Object.fromEntries(unit)).toMatchObject({
    User: name,
    LimitCORE: '0',
    MemorySwapMax: '0',
    LogNamespace: 'homebound',
    NoNewPrivileges: 'yes',
    CapabilityBoundingSet: '',
    UMask: '0077',
  });
  expect(readFileSync(join(unitFolder, 'journald@homebound.conf'), 'utf8')).toMatch(/^MaxRetentionSec=14day$/m);
});

test("T-PRIV: motors, mind and camera have no network, the gateway no device and none but homes' networks, only the mind a state", () => {
  const [motor, mind, gateway, camera] = processes.map((file) => readUnit(file).unit);
  for (const unit of [motor, mind, camera])
    expect(Object.fromEntries(unit)).toMatchObject({
      PrivateNetwork: 'yes',
      RestrictAddressFamilies: 'AF_UNIX',
      IPAddressDeny: 'any',
    });
  for (const unit of [mind, gateway]) {
    expect(Object.fromEntries(unit)).toMatchObject({ PrivateDevices: 'yes', DevicePolicy: 'closed' });
    expect(valuesOf(unit, 'DeviceAllow')).toEqual([]);
  }
  expect(valuesOf(motor, 'DeviceAllow').every((value) => /^char-tty(USB|ACM|S|AMA) rw$/.test(value))).toBe(true);
  expect(valuesOf(camera, 'DeviceAllow')).toEqual(['char-video4linux rw']);
  expect(Object.fromEntries(camera)).toMatchObject({ DevicePolicy: 'closed', ProtectHome: 'yes', PrivateTmp: 'yes' });
  expect(valuesOf(gateway, 'IPAddressDeny')).toEqual(['any']);
  expect(valuesOf(gateway, 'InaccessiblePaths').join()).toContain('/var/lib/homebound');
  expect([motor, gateway, camera].flatMap((unit) => valuesOf(unit, 'StateDirectory'))).toEqual([]);
  expect(Object.fromEntries(mind)).toMatchObject({ StateDirectory: 'homebound', StateDirectoryMode: '0700' });
});

/** What of a service's command line is no command, or no option of it; its script by what the build makes. */
async function unknownParts(file: string, change = (line: string): string => line): Promise<string[]> {
  const { unit } = readUnit(file);
  const [node, ...parts] = change(valuesOf(unit, 'ExecStart')[0]).split(' ');
  const script = parts.find((part) => part.startsWith('/opt/homebound/')) ?? '';
  const args = parts.slice(parts.indexOf(script) + 1);
  const built = script.replace('/opt/homebound', root);
  const command = script.endsWith('homebound.js') ? args[0] : 'motor';
  const { out } = await homebound(command, '--help');
  const options = args.filter((part) => part.startsWith('--'));
  return [
    ...(node === '/usr/bin/node' && existsSync(built) ? [] : [script]),
    ...(out.includes('--run <folder>') ? [] : [command]),
    ...options.filter((option) => !out.includes(`${option} <`)),
  ];
}

test.each(processes)('the command of %s is one of ours, with options that it has', async (file) => {
  expect(await unknownParts(file)).toEqual([]);
});

// From 22.14 on; the oldest that we support needs a drop-in, see launch/README.md.
for (const version of nodeVersions.slice(1)) {
  const node = nodeBinary(version);
  (node === undefined ? test.skip : test)(`Node ${version} knows the options that the services give it`, () => {
    for (const file of processes) {
      const parts = valuesOf(readUnit(file).unit, 'ExecStart')[0].split(' ').slice(1);
      const options = parts.slice(
        0,
        parts.findIndex((part) => !part.startsWith('--')),
      );
      expect(options).toEqual(['--disable-sigusr1', '--max-semi-space-size=4']);
      const { stdout } = spawnSync(node as string, [...options, '--version'], { encoding: 'utf8' });
      expect(stdout.trim()).toBe(`v${version}`);
    }
  });
}

test('planted faults: a script, a command and an option that are not there are found', async () => {
  const [motor, mind] = processes;
  expect(await unknownParts(motor, (line) => line.replace('homebound-motor.js', 'motor.js'))).toEqual([
    '/opt/homebound/dist/motor.js',
  ]);
  expect(await unknownParts(mind, (line) => line.replace(' mind ', ' mnid '))).toContain('mnid');
  expect(await unknownParts(mind, (line) => line.replace('--home', '--hone'))).toEqual(['--hone']);
});

const secrets = [
  'etc/NetworkManager/system-connections/home.nmconnection',
  'var/lib/iwd/Home net.psk',
  'etc/wpa_supplicant/wpa_supplicant-wlan0.conf',
  'var/lib/connman/wifi_1/settings',
];
const others = ['etc/NetworkManager/NetworkManager.conf', 'var/lib/iwd/.known_network.freq'];
const request = 'run/homebound-mind/forget-network';

/** What is left of a system's files when the root unit's script has run over them. */
function leftAfter(script: string): string[] {
  const folder = temporaryFolder();
  for (const file of [...secrets, ...others, request]) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), 'psk=correct horse');
  }
  const { status, stdout } = spawnSync('/bin/sh', ['-c', script, 'forget-network.sh', folder], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).not.toContain('horse');
  return [...secrets, ...others, request].filter((file) => existsSync(join(folder, file)));
}

test('T-RESET: the request of a factory reset forgets every network that the system knows, and is done with it', () => {
  expect(leftAfter(readFileSync(join(unitFolder, 'forget-network.sh'), 'utf8'))).toEqual(others);
});

test('T-RESET, planted fault: a script that leaves out one keeper of networks is found', () => {
  const script = readFileSync(join(unitFolder, 'forget-network.sh'), 'utf8').replace('"$root"/var/lib/iwd/*.psk', '');
  expect(leftAfter(script)).toEqual(['var/lib/iwd/Home net.psk', ...others]);
});
