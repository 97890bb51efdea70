// Every reader of files from outside, fed with real files that something is wrong in: `npm run bench:imports -- [--cases 100000] [--only NAME]
// [--seed 1] [--json FILE] [--plant]`. A file is taken, or refused in one line (FormatError); any other exception is a fault, and so is one
// that takes 3 s. --plant puts a reader beside ours that trusts what it reads, in which faults must be found.
import { writeFileSync } from 'node:fs';
import { fuzzReader } from '../security/importFuzz.ts';
import { trustingReader } from '../security/importPlants.ts';
import { type Reader, type ReaderName, readers } from '../security/importReaders.ts';
import { importSeeds } from '../security/importSeeds.ts';
import { benchArgs } from './benchArgs.ts';

const { values } = benchArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    plant: { type: 'boolean', default: false },
  },
});
const seeds = importSeeds();
const chosen = (Object.keys(readers) as ReaderName[]).filter(
  (name) => values.only === undefined || values.only === name,
);
const figures = chosen.map((name) => {
  const reader: Reader = values.plant && name === 'valetudo' ? trustingReader : readers[name];
  const started_ms = performance.now();
  const one = fuzzReader(name, reader, seeds[name], Number(values.cases), Number(values.seed));
  const { read, refused, broken, slow, slowest_ms } = one;
  console.log(
    `${name.padEnd(10)} ${read} read, ${refused} refused, ${broken.length} kinds of faults, ${slow} slow (most ${slowest_ms.toFixed(0)} ms), ${((performance.now() - started_ms) / 1000).toFixed(0)} s`,
  );
  for (const problem of broken) console.log(`  ${problem}`);
  return one;
});
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify({ seed: Number(values.seed), node: process.version, figures }, undefined, 2)}\n`,
  );
process.exitCode = figures.every(({ broken, slow }) => broken.length === 0 && slow === 0) ? 0 : 1;
