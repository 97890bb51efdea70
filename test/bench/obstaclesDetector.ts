// The learned detectors: what a picture costs, whether the boxes are those of a reference, what they find.
//   npm run bench:obstacles -- --part detector --models DIR [--only cost,agree,scenes] [--photos DIR] [--worlds N] [--json FILE] [--out DIR]
// DIR holds what `homebound detector --install` wrote. Photos are PNGs. The reference of `coco` is TensorFlow.js running the model as it is published, with its own resizing,
// decoding and suppression (needs @tensorflow/tfjs and @tensorflow/tfjs-backend-wasm 4.22.0 and the model's package in node_modules; left out by name
// without); that of `openimages` is a plain interpreter in 64-bit numbers. Scenes: S7's lane by seeds 1 to N with a person and a pet, 12 pictures
// each, 160 × 120 and 640 × 480. `--out` takes pictures of what was missed (red), named wrongly (yellow) and found (green).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DetectorModelName, modelsIn, openDetector } from '@homebound/detector';
import { initPhysics } from '@homebound/sim';
import type { Detector, RgbImage } from '@homebound/vision';
import { decode } from 'fast-png';
import { benchArgs, endBench } from './benchArgs.ts';
import { median, percentile } from './obstaclesDetectorFigures.ts';
import { agreeAt, agreementOf, referenceOf } from './obstaclesDetectorReference.ts';
import { type ScenePicture, scenePictures } from './obstaclesDetectorScenes.ts';
import { scoreScenes } from './obstaclesDetectorScore.ts';

const { values } = benchArgs({
  options: {
    part: { type: 'string' },
    models: { type: 'string', default: 'detector' },
    only: { type: 'string', default: 'cost,agree,scenes' },
    photos: { type: 'string' },
    worlds: { type: 'string', default: '6' },
    json: { type: 'string' },
    out: { type: 'string' },
  },
});
const WARM = 5;
const TIMED = 60;

const models = modelsIn(values.models);
if (models.length === 0)
  endBench(`--models ${values.models}: no model there; homebound detector --install openimages makes one`);
if (values.out !== undefined) mkdirSync(values.out, { recursive: true });
const wanted = values.only.split(',');
await initPhysics();
const seeds = Array.from({ length: Number(values.worlds) }, (_, k) => k + 1);
const photos = values.photos === undefined ? [] : photosIn(values.photos);
const report: Record<string, unknown> = {};
for (const name of models) {
  const before_MB = process.memoryUsage.rss() / 1e6;
  const detector = await openDetector(name, values.models);
  const parts: Record<string, unknown> = {};
  if (wanted.includes('cost')) parts.cost = await cost(detector, before_MB);
  if (wanted.includes('agree')) parts.agreement = await agreement(name);
  if (wanted.includes('scenes')) parts.scenes = await scenes(name, detector);
  await detector.close();
  report[name] = parts;
}
console.log(JSON.stringify(report, null, 2));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

/** One picture at a time on one thread: time on the wall, CPU of all threads, memory that came with it. */
async function cost(detector: Detector, before_MB: number) {
  const image = { width_px: 640, height_px: 480, data: new Uint8Array(3 * 640 * 480).map((_, i) => (i * 7919) & 255) };
  for (let n = 0; n < WARM; n++) await detector.detect(image);
  const wall_ms: number[] = [];
  const cpu = process.cpuUsage();
  for (let n = 0; n < TIMED; n++) {
    const from = performance.now();
    await detector.detect(image);
    wall_ms.push(performance.now() - from);
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    wall_ms: { least: Math.min(...wall_ms), median: median(wall_ms), p95: percentile(wall_ms, 0.95) },
    cpu_ms: (user + system) / 1000 / TIMED,
    rss_MB: process.memoryUsage.rss() / 1e6,
    rssGrown_MB: process.memoryUsage.rss() / 1e6 - before_MB,
  };
}

/** Boxes of ours and of the reference, on photos and rendered scenes. */
async function agreement(name: DetectorModelName) {
  const detector = await openDetector(name, values.models, agreeAt);
  const reference = await referenceOf(name);
  if (typeof reference === 'string') return { leftOut: reference };
  const rendered = scenePictures(1, 'large')
    .slice(0, 4)
    .map(({ image }, n): [string, RgbImage] => [`S7-${n}`, image]);
  const small = scenePictures(2, 'small')
    .slice(0, 2)
    .map(({ image }, n): [string, RgbImage] => [`S7-small-${n}`, image]);
  const all = [...photos, ...rendered, ...small];
  const rows = [];
  for (const [picture, image] of all) {
    const row = { picture, ...agreementOf(await detector.detect(image), await reference.detect(image)) };
    rows.push(row);
    console.error(
      `${name} ${picture}: ${row.ours.join(', ') || 'nothing'} | least overlap ${row.leastOverlap.toFixed(4)}, lone ${row.lone}`,
    );
  }
  const boxes = rows.reduce((sum, { pairs }) => sum + pairs, 0);
  const sum = {
    reference: reference.what,
    pictures: rows.length,
    boxes,
    leastOverlap: Math.min(...rows.map(({ leastOverlap }) => leastOverlap)),
    mostScoreApart: Math.max(...rows.map(({ mostScoreApart }) => mostScoreApart)),
    lone: rows.reduce((total, { lone }) => total + lone, 0),
  };
  if (boxes === 0 || sum.leastOverlap < 0.95 || sum.lone > 0) process.exitCode = 1;
  return { ...sum, rows };
}

async function scenes(name: DetectorModelName, detector: Detector) {
  const sizes: Record<string, unknown> = {};
  for (const size of ['small', 'large'] as const) {
    const pictures: ScenePicture[] = seeds.flatMap((seed) => scenePictures(seed, size));
    sizes[size] = await scoreScenes(name, detector, pictures, values.out && join(values.out, `${name}-${size}`));
  }
  return sizes;
}

function photosIn(folder: string): [string, RgbImage][] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.png'))
    .sort()
    .map((file) => {
      const { width, height, data, channels } = decode(readFileSync(join(folder, file)));
      if (channels < 3 || !(data instanceof Uint8Array))
        endBench(`${file}: a photo must have red, green and blue of 8 bits`);
      const rgb = new Uint8Array(3 * width * height);
      for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) rgb[3 * i + c] = data[channels * i + c];
      return [file, { width_px: width, height_px: height, data: rgb }];
    });
}
