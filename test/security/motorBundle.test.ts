import { build, type Metafile, stop } from 'esbuild';
import { root } from '../helpers/homebound.ts';

/**
 * The process with the serial port is small enough to be read: what it loads is told from its bundle. `itself` is there with any body;
 * `body` comes with the simulated one, which a driver of some hundred lines takes the place of.
 */
interface Loaded {
  readonly itself: readonly string[];
  readonly body: readonly string[];
  readonly itself_bytes: number;
}

afterAll(() => stop());

/** @param planted  code in front of the entry, as a careless change would bring it in */
async function loaded(planted = ''): Promise<Loaded> {
  const { metafile } = await build({
    absWorkingDir: root,
    stdin: {
      contents: `${planted}\nimport './packages/cli/src/motorEntry.ts';`,
      resolveDir: root,
      sourcefile: 'entry.ts',
      loader: 'ts',
    },
    outdir: 'out',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@dev'],
    external: ['@foxglove/wasm-zstd', 'koffi'],
    logLevel: 'warning',
  });
  const [first] = Object.keys(metafile.outputs).filter((name) => metafile.outputs[name].entryPoint === 'entry.ts');
  const own = reached(metafile, [first], ['import-statement']);
  const all = reached(metafile, [first], ['import-statement', 'dynamic-import']);
  const itself = modules(metafile, own);
  return {
    itself,
    body: modules(metafile, all).filter((name) => !itself.includes(name)),
    itself_bytes: own.reduce((sum, name) => sum + (metafile.outputs[name]?.bytes ?? 0), 0),
  };
}

/** Outputs that are loaded with these, through imports of these kinds. */
function reached({ outputs }: Metafile, from: readonly string[], kinds: readonly string[]): string[] {
  const found = new Set(from);
  for (const name of found)
    for (const { path, kind, external } of outputs[name]?.imports ?? [])
      if (!external && kinds.includes(kind)) found.add(path);
  return [...found];
}

/** Rooms and libraries of which something is in these outputs, and what they take from Node. */
function modules({ outputs }: Metafile, names: readonly string[]): string[] {
  const inside = names.flatMap((name) =>
    Object.entries(outputs[name].inputs).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput === 0 || path === 'entry.ts' ? [] : [roomOf(path)],
    ),
  );
  const outside = names.flatMap((name) =>
    outputs[name].imports.filter((i) => i.external).map(({ path }) => path.replace(/^node:/, '')),
  );
  return [...new Set([...inside, ...outside])].sort();
}

function roomOf(path: string): string {
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return (
    library ??
    path
      .split('/')
      .slice(0, path.startsWith('packages/') ? 2 : 1)
      .join('/')
  );
}

/** What the motors' process has no business with: ways out, doors, the store and what thinks. Room `plan` comes with the formats of maps that worlds are read from. */
const forbidden = [
  ...[
    'http',
    'https',
    'http2',
    'tls',
    'dns',
    'dgram',
    'child_process',
    'worker_threads',
    'cluster',
    'vm',
    'sqlite',
    'wasi',
  ],
  ...['ws', 'zod', 'bonjour-service', 'commander', 'fastify', 'rclnodejs'],
  ...['vault', 'gateway', 'home', 'update', 'slam', 'drive', 'mission', 'nodes', 'viewer', 'ros'].map(
    (r) => `packages/${r}`,
  ),
];
const bad = ({ itself, body }: Loaded): string[] => [...itself, ...body].filter((name) => forbidden.includes(name));

test('T-PRIV: the process with the motors holds neither a way to the network nor the store, nor what thinks', async () => {
  const all = await loaded();
  expect(bad(all)).toEqual([]);
  expect(all.itself).toEqual([
    'fs',
    'inspector',
    'koffi',
    'net',
    'packages/cli',
    'packages/link',
    'packages/robot',
    'path',
    'util',
  ]);
  // Read it: some 1700 lines with their comments.
  expect(all.itself_bytes).toBeLessThan(42_000);
  expect(all.body).toContain('sim');
});

test('T-PRIV, planted faults: the store, a socket to the network, a list of commands are found', async () => {
  expect(bad(await loaded("import { Vault } from '@homebound/vault'; console.log(Vault);"))).toEqual([
    'packages/vault',
  ]);
  expect(bad(await loaded("import { request } from 'node:http'; console.log(request);"))).toEqual(['http']);
  expect(bad(await loaded("import { Command } from 'commander'; new Command().parse();"))).toContain('commander');
});
