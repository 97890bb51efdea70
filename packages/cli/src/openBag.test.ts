import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import zstd from '@foxglove/wasm-zstd';
import { RecordingWriter } from '@homebound/graph';
import { std_msgs } from '@homebound/messages';
import { CliError } from './errors.ts';
import { isBag, openBag } from './openBag.ts';
import { zstdReady } from './zstd.ts';

await zstdReady;

function recording(said: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  const writer = new RecordingWriter({ write: (bytes) => pieces.push(bytes.slice()) });
  const { name: type, definition } = std_msgs.String;
  const channel = writer.addChannel({ topic: '/said', type, definition, metadata: new Map() });
  writer.addMessage(channel, BigInt(said.charCodeAt(0)), std_msgs.String.encode({ data: said }));
  writer.close();
  return new Uint8Array(Buffer.concat(pieces));
}

const pack = (bytes: Uint8Array): Uint8Array => new Uint8Array(zstd.compress(bytes as Buffer, 1));

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bag-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const metadata = (...files: string[]): string =>
  `rosbag2_bagfile_information:\n  version: 9\n  storage_identifier: mcap\n  relative_file_paths: [${files.join(', ')}]\n`;

/** What a path gives, and what was warned of. */
function read(path: string): { said: string[]; warnings: string[] } {
  const warnings: string[] = [];
  const bag = openBag(path, { warn: (text) => warnings.push(text.replace(path, 'FOLDER')) });
  return { said: [...bag.messages()].map(({ data }) => std_msgs.String.decode(data).data), warnings };
}

const [a, b, c] = [recording('a'), recording('b'), recording('c')];

test.each([
  [
    'a rosbag2 of several files',
    { 'metadata.yaml': metadata('x_0.mcap', 'x_1.mcap'), 'x_0.mcap': a, 'x_1.mcap': b },
    ['a', 'b'],
  ],
  ['files that are compressed', { 'metadata.yaml': metadata('x_0.mcap.zstd'), 'x_0.mcap.zstd': pack(a) }, ['a']],
  ['only what is named', { 'metadata.yaml': metadata('x_1.mcap'), 'x_0.mcap': a, 'x_1.mcap': b }, ['b']],
  ['the folder of a run that was killed, or is from before', { 'recording.mcap': c, 'summary.json': '{}' }, ['c']],
])('%s', (_, files, said) => {
  expect(read(folderOf(files))).toEqual({ said, warnings: [] });
});

test('a file by itself, compressed or not, whatever it is called', () => {
  const folder = folderOf({ 'a.mcap': a, 'b.mcap.zstd': pack(b), c: c });
  for (const [name, said] of [
    ['a.mcap', 'a'],
    ['b.mcap.zstd', 'b'],
    ['c', 'c'],
  ] as const)
    expect(read(join(folder, name))).toEqual({ said: [said], warnings: [] });
  expect(['a.mcap', 'b.mcap.zstd', 'c', '', 'x.log.gz'].map((name) => isBag(join(folder, name)))).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
});

test('a recording that nobody ended is read in the order of its numbers, with a warning', () => {
  const { said, warnings } = read(folderOf({ 'x_10.mcap': c, 'x_2.mcap': b, 'x_1.mcap': a }));
  expect(said).toEqual(['a', 'b', 'c']);
  expect(warnings).toEqual([
    'FOLDER: has no metadata.yaml (`ros2 bag reindex` writes it); read are x_1.mcap, x_2.mcap, x_10.mcap',
  ]);
});

test('the one file under another name is read, with a warning', () => {
  const { said, warnings } = read(folderOf({ 'metadata.yaml': metadata('old_0.mcap'), 'new.mcap': a }));
  expect(said).toEqual(['a']);
  expect(warnings).toEqual(['FOLDER/metadata.yaml: names old_0.mcap, which is not there; new.mcap is read']);
});

const sqlite = metadata('x_0.db3').replace('mcap', 'sqlite3');

test.each([
  ['an empty folder', {}, /no recording, neither rosbag2's metadata.yaml nor a recording.mcap$/],
  ['sqlite3 without metadata', { 'x_0.db3': 'SQLite' }, /no recording.*its .db3 is not read$/],
  [
    'sqlite3',
    { 'metadata.yaml': sqlite, 'x_0.db3': 'SQLite' },
    /metadata.yaml: it is stored as sqlite3.*ros2 bag convert/,
  ],
  [
    'one of several is missing',
    { 'metadata.yaml': metadata('x_0.mcap', 'x_1.mcap'), 'x_0.mcap': a },
    /names x_1.mcap, which is not there \(there are x_0.mcap\)/,
  ],
  [
    'all are missing',
    { 'metadata.yaml': metadata('x_0.mcap') },
    /names x_0.mcap, which is not there \(there are no .mcap files\)/,
  ],
  ['a file elsewhere', { 'metadata.yaml': metadata('../x.mcap') }, /outside of its folder/],
  ['no YAML', { 'metadata.yaml': ': [' }, /metadata.yaml: ./],
  [
    'cut zstd',
    { 'metadata.yaml': metadata('x.mcap'), 'x.mcap': pack(a).subarray(0, 40) },
    /x.mcap: Cannot unpack: its 40 bytes are cut/,
  ],
])('%s is refused in one line', (_, files, reason) => {
  const folder = folderOf(files);
  expect(() => read(folder)).toThrow(CliError);
  expect(() => read(folder)).toThrow(reason);
});

test('a file that would unpack to more than there is room for', () => {
  // 16384 blocks of one byte repeated 128 kB: 2 GB from 64 kB.
  const blocks = Buffer.alloc(16384 * 4);
  for (let i = 0; i < 16384; i++) blocks.writeUInt32LE((131072 << 3) | 2 | (i === 16383 ? 1 : 0), 4 * i);
  const bomb = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]), blocks]);
  expect(() => read(folderOf({ 'recording.mcap': bomb }))).toThrow(
    /unpacks to up to 2147483648 bytes, at most 536870912 are/,
  );
});

test('what is not there', () => {
  expect(() => read('/no/such/bag')).toThrow(/recording not found: \/no\/such\/bag/);
  expect(() => read(join(folderOf({}), 'x.mcap'))).toThrow(/recording not found/);
});

const rosbag = join(process.env.HOMEBOUND_DATA ?? '../shared/data', 'rosbag2');
(existsSync(rosbag) ? test : test.skip)('a real rosbag2 folder, whose one file was renamed', () => {
  const copy = mkdtempSync(join(tmpdir(), 'bag-'));
  cpSync(rosbag, copy, { recursive: true });
  const warnings: string[] = [];
  const bag = openBag(copy, { warn: (text) => warnings.push(text) });
  const counts = new Map<string, number>();
  for (const { channel } of bag.messages()) counts.set(channel.topic, (counts.get(channel.topic) ?? 0) + 1);
  // metadata.yaml says so.
  expect(Object.fromEntries(counts)).toEqual({ tf: 3970, odom: 2893, scan: 289, tf_static: 1 });
  expect(bag.span_ns).toEqual([1783847971201185591n, 1783847971201185591n + 58304639910n]);
  expect(warnings).toHaveLength(1);
  rmSync(copy, { recursive: true });
});
