import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import zstd from '@foxglove/wasm-zstd';
import { encodeHomeMap, importMap } from '@homebound/formats';
import { RecordingWriter } from '@homebound/graph';
import { sensor_msgs } from '@homebound/messages';
import { encode } from 'fast-png';
import { resealed } from './importMutants.ts';

const MB = 2 ** 20;

/** A file that becomes far more than it is, and the command that a person would give it to. */
export interface Bomb {
  readonly file: string;
  readonly command: (path: string) => string[];
  /** What the one line says that refuses it. */
  readonly refusal: RegExp;
}

/** Writes each bomb into a folder. */
export async function layBombs(folder: string): Promise<Bomb[]> {
  await zstd.isLoaded;
  const bombs: Bomb[] = [];
  const lay = (file: string, content: Uint8Array | string, command: Bomb['command'], refusal: RegExp): void => {
    writeFileSync(join(folder, file), content);
    bombs.push({ file, command, refusal });
  };
  const out = join(folder, 'out');
  const map = (path: string): string[] => ['map', path, '--out', out];
  const plan = (path: string): string[] => ['plan', path, '--out', out];
  const simulate = (path: string): string[] => ['simulate', '--headless', '--world', path, '--out', out];

  lay('zeros.log.gz', repeated(gzipSync(new Uint8Array(16 * MB)), 64), map, /without an end of line/);
  lay('lines.log.gz', repeated(gzipSync('# nothing\n'.repeat(1.6 * MB)), 64), map, /more than 200 times its size/);
  lay('chunks.mcap', recording(Array(40).fill(30 * MB)), map, /more than 200 times its size/);
  lay('lie.mcap', lyingRecording(), map, /says that it unpacks to 4294967295 bytes/);
  const yaml = (image: string): string => `image: ${image}\nresolution: 0.05\norigin: [0, 0, 0]\n`;
  writeFileSync(join(folder, 'idat.png'), pngBomb(100, 100));
  lay('idat.yaml', yaml('idat.png'), plan, /10100 bytes of pixels, more come out/);
  writeFileSync(join(folder, 'large.png'), pngBomb(60_000, 60_000));
  lay('large.yaml', yaml('large.png'), plan, /spans 60000 x 60000 cells/);
  writeFileSync(join(folder, 'large.pgm'), 'P2\n7000 7000\n255\n0 0 0 0\n');
  lay('short.yaml', yaml('large.pgm'), plan, /only 8 are there/);
  lay('device.yaml', yaml('/dev/zero'), plan, /is no file but something else/);
  lay('alias.yaml', aliases(), plan, /Excessive alias count|is not YAML/);
  lay('deep.yaml', `origin: ${'['.repeat(30_000)}`, plan, /is not YAML/);
  lay('deep.json', `{"__class":"ValetudoMap","layers":${'['.repeat(4 * MB)}`, plan, /nested 4194305 lists deep/);
  lay(
    'lists.json',
    `{"__class":"ValetudoMap","layers":[${'[],'.repeat(5 * MB)}[]]}`,
    plan,
    /holds 5242883 lists and objects/,
  );
  lay('long.json', vendorMap([0, 0, 2 ** 31]), plan, /no whole number in \[0, 200000\)/);
  lay('wide.json', vendorMap([0, 0, 1, 190_000, 190_000, 1]), plan, /spans 190005 x 190005 cells/);
  lay('often.json', vendorMap(Array(200_000).fill([0, 0, 150_000]).flat()), plan, /paints 30000000000 pixels/);
  lay('far.hbmap', farTiles(), plan, /span \d+ cells, at most/);
  lay('words.sdf', entities(), simulate, /defines words of its own/);
  lay('deep.sdf', `<sdf>${'<model>'.repeat(100_000)}`, simulate, /nested more than 64/);
  lay('many.sdf', `<sdf>${'<model/>'.repeat(1.5 * MB)}</sdf>`, simulate, /more than 100000 elements/);
  return bombs;
}

export function repeated(piece: Uint8Array, times: number): Uint8Array {
  return new Uint8Array(Buffer.concat(Array.from({ length: times }, () => piece)));
}

/** A picture that says how large it is, and out of whose data comes a gigabyte. */
export function pngBomb(width: number, height: number): Uint8Array {
  const png = encode({ width: 1, height: 1, data: new Uint8Array(1), channels: 1 });
  const header = png.slice(0, 33);
  const view = new DataView(header.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  // Whole blocks that refer to nothing before them: one piece of 16 MB may stand there 64 times.
  const block = deflateRawSync(new Uint8Array(16 * MB), { finishFlush: constants.Z_FULL_FLUSH });
  const data = Buffer.concat([Uint8Array.of(0x78, 0x9c), repeated(block, 64), Uint8Array.of(3, 0, 0, 0, 0, 0)]);
  return new Uint8Array(Buffer.concat([header, chunk('IDAT', data), chunk('IEND', new Uint8Array(0))]));
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, content.length);
  return Buffer.concat([size, Buffer.from(name), content, new Uint8Array(4)]);
}

/** A recording of scans of zeros, each in a chunk of its own. */
function recording(sizes: readonly number[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  const compression = {
    name: 'zstd',
    compress: (bytes: Uint8Array) => new Uint8Array(zstd.compress(bytes as Buffer, 1)),
  };
  const writer = new RecordingWriter({ write: (bytes) => pieces.push(bytes.slice()) }, { compression, chunk_bytes: 1 });
  const { name: type, definition } = sensor_msgs.LaserScan;
  const channel = writer.addChannel({ topic: 'scan', type, definition, metadata: new Map() });
  for (const [n, size] of sizes.entries()) writer.addMessage(channel, BigInt(n), new Uint8Array(size));
  writer.close();
  return new Uint8Array(Buffer.concat(pieces));
}

/** A recording whose only chunk says that it becomes as much as a number can say. */
function lyingRecording(): Uint8Array {
  const bytes = recording([1000]);
  const at = Buffer.from(bytes).indexOf('zstd') - 16;
  new DataView(bytes.buffer).setBigUint64(at, 2n ** 32n - 1n, true);
  return bytes;
}

/** Nine lists of nine times the one before: a billion values in 500 characters. */
function aliases(): string {
  const lists = Array.from({ length: 9 }, (_, n) =>
    n === 0
      ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]'
      : `a${n}: &a${n} [${Array(9)
          .fill(`*a${n - 1}`)
          .join(', ')}]`,
  );
  return `${lists.join('\n')}\norigin: *a8\nimage: *a8\n`;
}

function entities(): string {
  const words = Array.from({ length: 10 }, (_, n) => `<!ENTITY w${n + 1} "${`&w${n};`.repeat(10)}">`);
  return `<!DOCTYPE sdf [<!ENTITY w0 "lol">${words.join('')}]><sdf version="1.9"><world name="&w10;"/></sdf>`;
}

function vendorMap(compressedPixels: readonly number[]): string {
  const layers = [{ type: 'floor', metaData: {}, compressedPixels }];
  const size = { x: 1000, y: 1000 };
  return JSON.stringify({ __class: 'ValetudoMap', metaData: { version: 2 }, size, pixelSize: 5, layers, entities: [] });
}

/** Two tiles as far apart as their numbers go, of a map that is drawn between them. */
function farTiles(): Uint8Array {
  const how = { name: 'home', now_s: 0, appVersion: '0', resolution_m: 0.05 };
  const map = importMap(new TextEncoder().encode(vendorMap([0, 0, 40])), how);
  const counts = new Uint32Array(2048).fill(1);
  const grid = { tiles: Int32Array.of(0, 0, 1, 7), counts, means: new Int16Array(4096) };
  const bytes = encodeHomeMap({ ...map, home: undefined, grid });
  bytes.set(
    new Uint8Array(Int32Array.of(1023, 1023).buffer),
    Buffer.from(bytes).indexOf(Buffer.from(Int32Array.of(1, 7).buffer)),
  );
  return resealed(bytes);
}
