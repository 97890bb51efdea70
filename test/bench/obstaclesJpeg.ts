// What a picture of a camera that compresses costs: JPEG to red, green, blue, at the camera's size and straight to a half and a quarter of it.
//   npm run bench:obstacles -- --part jpeg [--json FILE]
// The pictures are put together of a small one's pieces between restarts, 2.4 bits a pixel: as much as cameras send of what is full of detail.
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { JpegDecoder } from '@homebound/hardware';
import { benchArgs } from './benchArgs.ts';

const { values } = benchArgs({ options: { part: { type: 'string' }, json: { type: 'string' } } });
const WARM = 30;
const RUNS = 200;

const { pictures } = JSON.parse(
  gunzipSync(readFileSync('hardware/src/pictures/jpeg/testPictures.json.gz')).toString(),
) as {
  pictures: Record<string, { jpeg: string }>;
};

/** A picture of any size, of the pieces of a small one over and over: after a restart nothing is known of what was before. */
function enlarged(name: string, width: number, height: number): Uint8Array {
  const small = Uint8Array.from(Buffer.from(pictures[name].jpeg, 'base64'));
  const at = (kind: number): number => small.findIndex((byte, i) => byte === 0xff && small[i + 1] === kind);
  const [size, every, scan] = [at(0xc0), at(0xdd), at(0xda)];
  const head = small.slice(0, scan + 2 + small[scan + 3]);
  head.set([height >> 8, height & 255, width >> 8, width & 255], size + 5);
  const pieces = [...piecesOf(small.subarray(head.length, -2))];
  const [h, v] = [small[size + 11] >> 4, small[size + 11] & 15];
  const units = Math.ceil(width / (8 * h)) * Math.ceil(height / (8 * v));
  const restarts = Math.ceil(units / small[every + 5]);
  const out = [...head];
  // The last piece of the small one may be shorter.
  for (let k = 0; k < restarts; k++)
    out.push(...pieces[k % (pieces.length - 1)], 0xff, k < restarts - 1 ? 0xd0 + (k % 8) : 0xd9);
  return Uint8Array.from(out);
}

function* piecesOf(scan: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let i = 0; i < scan.length; i++)
    if (scan[i] === 0xff && scan[i + 1] >= 0xd0 && scan[i + 1] <= 0xd7) {
      yield scan.subarray(from, i);
      from = i + 2;
    }
  yield scan.subarray(from);
}

const rows: { width: number; height: number; scale: number; bytes: number; ms: number; p95_ms: number }[] = [];
for (const [width, height] of [
  [160, 120],
  [320, 240],
  [640, 480],
])
  for (const scale of [1, 2, 4] as const) {
    const jpeg = enlarged('4:2:2, restarts, own codes', width, height);
    const decoder = new JpegDecoder(width, height, scale);
    const out = new Uint8Array((3 * width * height) / (scale * scale));
    const ms: number[] = [];
    for (let k = 0; k < WARM + RUNS; k++) {
      const from = performance.now();
      decoder.decode(out, jpeg);
      if (k >= WARM) ms.push(performance.now() - from);
    }
    ms.sort((a, b) => a - b);
    const row = { width, height, scale, bytes: jpeg.length, ms: ms[RUNS / 2], p95_ms: ms[0.95 * RUNS] };
    rows.push(row);
    console.log(
      `${width} x ${height} (${(jpeg.length / 1000).toFixed(0)} kB) to ${width / scale} x ${height / scale}: ${row.ms.toFixed(2)} ms, of 95 in 100 ${row.p95_ms.toFixed(2)} ms`,
    );
  }
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ part: 'jpeg', rows }, null, 1)}\n`);
