// The vault under kills, power cuts, full disks and flipped bits: `npm run bench:vault -- [--kills 2000] [--flips 20000] [--seed 1]
// [--partition] [--json FILE]`. A child process saves, edits and deletes maps in a real folder and is killed (SIGKILL) at random times; in memory the
// power goes, or the disk is full, before each step of each change. Lost: what a call had returned from is not there, or a deleted
// object is. Half: something is there that can't be read. Undetected: something else comes back than was saved, and nothing is said.
// With --partition (as root) a home on real ext4 is deleted from and reset, and images of it are attacked with every key that is left.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partitionLeaks } from '../security/partitionLeaks.ts';
import { benchArgs } from './benchArgs.ts';
import { cutAtEachStep, fillAtEachStep } from './vaultBoundaries.ts';
import { runChild } from './vaultChild.ts';
import { flipBits } from './vaultFlips.ts';
import { killOften } from './vaultKills.ts';

const { values } = benchArgs({
  options: {
    kills: { type: 'string', default: '2000' },
    flips: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    partition: { type: 'boolean', default: false },
    json: { type: 'string' },
    child: { type: 'string' },
    first: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
if (values.child !== undefined) runChild(values.child, seed, Number(values.first));

const cuts = cutAtEachStep();
console.log(`power cuts   ${cuts.boundaries} boundaries, ${cuts.states} states: ${cuts.lost} lost, ${cuts.half} half`);
const full = fillAtEachStep();
console.log(`full disks   ${full.boundaries} boundaries: ${full.lost} lost, ${full.half} half`);
const flips = flipBits(Number(values.flips), seed);
console.log(
  `flipped bits ${flips.flips}: ${flips.named} named, ${flips.idle} in spare room, ${flips.undetected} undetected`,
);

const partition = values.partition ? await partitionLeaks({ size_MiB: 128, churn: 40 }) : undefined;
if (partition !== undefined) {
  const { before, afterDelete, afterReset } = partition.opened;
  console.log(
    `partition    ${partition.image_bytes / 2 ** 20} MiB of ext4: with the keys of before ${before} texts opened, after the deletion ${afterDelete}, ` +
      `after the reset ${afterReset}: ${partition.wrong.length} faults`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'homebound-vault-'));
const started_ms = performance.now();
try {
  const kills = await killOften(folder, Number(values.kills), seed);
  const cutOff = Object.values(kills.cutOff).reduce((sum, count) => sum + count, 0);
  console.log(
    `kills        ${kills.kills} in ${((performance.now() - started_ms) / 1000).toFixed(0)} s, ${cutOff} of them in an act ${JSON.stringify(kills.cutOff)}, ` +
      `${kills.happened} of which had happened; ${kills.acts} acts returned: ${kills.lost} lost, ${kills.half} half`,
  );
  const figures = { cuts, full, flips, partition, kills, node: process.version };
  for (const problem of [...cuts.problems, ...full.problems, ...(partition?.wrong ?? []), ...kills.problems].slice(
    0,
    20,
  ))
    console.log(problem);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
  const leaks = partition?.wrong.length ?? 0;
  const faults = leaks + cuts.lost + cuts.half + full.lost + full.half + flips.undetected + kills.lost + kills.half;
  process.exitCode = faults === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
