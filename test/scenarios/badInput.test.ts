import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';

/** Bad input: one line that names it, an exit code that is not 0, and nothing half-written. */
async function refused(args: readonly string[], ...names: RegExp[]): Promise<void> {
  const { code, out, err } = await homebound(...args);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  for (const name of names) expect(err).toMatch(name);
}

const flaser = (ranges: readonly (number | string)[], stamp: number): string =>
  `FLASER ${ranges.length} ${ranges.join(' ')} 0 0 0 0 0 0 ${stamp.toFixed(6)} host ${stamp.toFixed(6)}`;
const scan = (stamp: number): string =>
  flaser(
    Array.from({ length: 180 }, () => 2),
    stamp,
  );

function logFile(name: string, text: string | Uint8Array): { log: string; out: string } {
  const folder = temporaryFolder();
  const log = join(folder, name);
  writeFileSync(log, text);
  return { log, out: join(folder, 'out') };
}

test('a log that is cut off', async () => {
  const { log, out } = logFile('cut.log', `${scan(1)}\n${scan(2)}\n${scan(3).slice(0, 300)}`);
  await refused(['map', log, '--out', out], /cut\.log, line 3/, /2/);
  expect(existsSync(out)).toBe(false);
});

test('a gzip file that is cut off', async () => {
  const whole = gzipSync(`${scan(1)}\n${scan(2)}\n`);
  const { log, out } = logFile('cut.log.gz', whole.subarray(0, whole.length - 20));
  await refused(['map', log, '--out', out], /cut\.log\.gz/, /cut off or damaged/);
  expect(existsSync(out)).toBe(false);
});

test('an empty log, a missing log, a log of something else', async () => {
  const empty = logFile('empty.log', '');
  await refused(['map', empty.log, '--out', empty.out], /empty\.log/, /no record/);
  await refused(['map', '/nowhere/at-all.log', '--out', empty.out], /log not found: \/nowhere\/at-all\.log/);
  const foreign = logFile('letter.log', 'Dear robot,\nplease clean.\n');
  await refused(['map', foreign.log, '--out', foreign.out], /letter\.log/);
  expect(readdirSync(join(empty.log, '..'))).toEqual(['empty.log']);
});

test('a log whose scans hold no number', async () => {
  const nan = Array.from({ length: 180 }, () => 'nan');
  const { log, out } = logFile('nan.log', [1, 2, 3].map((t) => flaser(nan, t)).join('\n'));
  await refused(['map', log, '--out', out], /nan\.log/);
  expect(existsSync(out)).toBe(false);
});

test('a world with an element that we do not know', async () => {
  const sdf = readFileSync(join(root, 'sim', 'worlds', 'studio.sdf'), 'utf8').replace(
    '</world>',
    '<trampoline/></world>',
  );
  const { log: world } = logFile('odd.sdf', sdf);
  await refused(['simulate', '--headless', '--world', world], /odd\.sdf/, /trampoline/);
});

test('a world that is no XML, and a name that is no world', async () => {
  const { log: world } = logFile('broken.sdf', '<sdf version="1.9"><world name="x">');
  await refused(['simulate', '--headless', '--world', world], /broken\.sdf/);
  await refused(['simulate', '--headless', '--world', 'castle'], /castle/, /studio/);
});

test('a map.yaml without its image, and one without resolution', async () => {
  const yaml = logFile(
    'map.yaml',
    'image: gone.pgm\nresolution: 0.05\norigin: [0, 0, 0]\nnegate: 0\noccupied_thresh: 0.65\nfree_thresh: 0.25\n',
  );
  await refused(['plan', yaml.log, '--out', yaml.out], /gone\.pgm/);
  const short = logFile('map.yaml', 'image: gone.pgm\norigin: [0, 0, 0]\n');
  await refused(['plan', short.log, '--out', short.out], /map\.yaml/, /resolution/);
  expect(existsSync(yaml.out)).toBe(false);
});

test('a foreign JSON as a ValetudoMap', async () => {
  const { log: json, out } = logFile('phonebook.json', '{"people": []}');
  await refused(['plan', json, '--out', out], /phonebook\.json/, /Valetudo/);
});

test('a port in use', async () => {
  const server = createServer();
  const port = await new Promise<number>((done) =>
    server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)),
  );
  try {
    await refused(['simulate', '--world', 'studio', '--port', String(port)], new RegExp(String(port)), /in use/);
  } finally {
    server.close();
  }
});

test('unknown options, subcommands and values say what was meant', async () => {
  const cases: [string[], RegExp][] = [
    [['simulate', '--hedless'], /--headless/],
    [['simulat'], /simulate/],
    [['simulate', '--seed', 'many'], /whole number.*many/],
    [['map', 'x.log'], /--out/],
    [['plan', 'x.yaml', '--zone', '1,2'], /at least 4 numbers.*1,2/],
    [['plan', 'x.yaml', '--passes', '3'], /1, 2 or crossed, got 3/],
  ];
  for (const [args, said] of cases) {
    const { code, err } = await homebound(...args);
    expect(code).not.toBe(0);
    expect(err).toMatch(said);
  }
});

test('help tells every subcommand and gives examples', async () => {
  const { code, out } = await homebound('--help');
  expect(code).toBe(0);
  for (const name of ['simulate', 'map', 'replay', 'view', 'score', 'plan']) {
    expect(out).toMatch(name);
    expect((await homebound(name, '--help')).out).toMatch(/Examples:/);
  }
});
