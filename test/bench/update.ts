// Updates that somebody has been at: `npm run bench:update -- [--cases 100000] [--seed 1] [--plant] [--json FILE]`. Mutates a good update (bits, bytes,
// runs moved, doubled, left out, lengths, numbers and words of its head, parts of another update) and offers each to a robot's checks; the
// one good update among every thousand must be taken, so that a check that refuses everything shows. Taken: passed all checks though its
// bytes are no update that was made. Other errors than UpdateError count as crashes. A fifth is changed and then signed as it must be, so that
// what stands behind the signatures is reached, too: those may be taken, and must not crash. `--plant`: robots that don't look at signatures
// must be found out.
import { writeFileSync } from 'node:fs';
import { createRng } from '@homebound/math';
import {
  bytesSource,
  checkUpdate,
  decodeHead,
  encodeHead,
  type Standing,
  signBody,
  soundChecks,
  UpdateError,
} from '@homebound/update';
import { ann, ben, trusted, updateOf } from '../security/updateRig.ts';
import { benchArgs } from './benchArgs.ts';

const { values } = benchArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    plant: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const rng = createRng(Number(values.seed));
const small = { 'bin/homebound.mjs': Buffer.from("console.log('6')"), 'data/some': Buffer.alloc(3000, 7) };
const good = updateOf({ counter: 6, files: small });
const other = updateOf({ counter: 4, files: { ...small, 'data/some': Buffer.alloc(3000, 8) } });
const standing: Standing = { model: 'homebound-sim-1', trusted, current: 5, highest: 5 };

const pick = (count: number): number => Math.floor(rng.uniform() * count);
const spliced = (bytes: Buffer, at: number, left: number, put: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(Math.min(bytes.length, at + left))]);

type Putting = readonly [RegExp, () => string];
const numbers: Putting = [/\d+/g, () => ['-1', '0', '1e999', '6.5', '99999999999999999999', '7', 'null'][pick(7)]];
const words: Putting = [/"[a-zA-Z./]+\\?"/g, () => ['"../x"', '"__proto__"', '""', '[]', '{"a":1}'][pick(5)]];

/** Ways to be at an update, each of one idea. */
const mutations: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  bit: (bytes) => {
    bytes[pick(bytes.length)] ^= 1 << pick(8);
    return bytes;
  },
  byte: (bytes) => {
    bytes[pick(bytes.length)] = pick(256);
    return bytes;
  },
  cutOff: (bytes) => bytes.subarray(0, pick(bytes.length)),
  leftOut: (bytes) => spliced(bytes, pick(bytes.length), 1 + pick(64), Buffer.alloc(0)),
  putIn: (bytes) => spliced(bytes, pick(bytes.length), 0, Buffer.alloc(1 + pick(64), pick(256))),
  doubled: (bytes) => {
    const at = pick(bytes.length);
    return spliced(bytes, at, 0, bytes.subarray(at, at + 1 + pick(500)));
  },
  ofAnother: (bytes) => {
    const at = pick(bytes.length);
    const length = 1 + pick(800);
    return spliced(bytes, at, length, other.subarray(at, at + length));
  },
  length: (bytes) => {
    bytes.writeUInt32BE(pick(2) === 0 ? pick(2 ** 32) : bytes.readUInt32BE(5) + pick(9) - 4, 5);
    return bytes;
  },
  number: (bytes) => inHead(bytes, ...numbers),
  word: (bytes) => inHead(bytes, ...words),
};

/** One match of the head's text put another way, with the length made to fit. */
function inHead(bytes: Buffer, pattern: RegExp, put: () => string): Buffer {
  const end = 9 + bytes.readUInt32BE(5);
  const text = bytes.toString('utf8', 9, end);
  const matches = [...text.matchAll(pattern)];
  const { index, 0: found } = matches[pick(matches.length)];
  const head = Buffer.from(text.slice(0, index) + put() + text.slice(index + found.length));
  const prefix = Buffer.from(bytes.subarray(0, 9));
  prefix.writeUInt32BE(head.length, 5);
  return Buffer.concat([prefix, head, bytes.subarray(end)]);
}

/** A manifest that is changed, under signatures that fit. */
function signedAgain(bytes: Buffer): Buffer {
  const end = 9 + bytes.readUInt32BE(5);
  const { keyLists, manifest } = decodeHead(bytes.subarray(9, end), 'good');
  const [pattern, put] = pick(2) === 0 ? numbers : words;
  const matches = [...manifest.body.matchAll(pattern)];
  const { index, 0: found } = matches[pick(matches.length)];
  const body = manifest.body.slice(0, index) + put() + manifest.body.slice(index + found.length);
  const signatures = [ann, ben].map((key) => signBody(body, 'manifest', key));
  return Buffer.concat([encodeHead({ keyLists, manifest: { body, signatures } }), bytes.subarray(end)]);
}

const checks = values.plant ? { ...soundChecks, signatures: () => trusted } : soundChecks;

async function fate(bytes: Buffer): Promise<string> {
  try {
    await checkUpdate(bytesSource(bytes), standing, checks);
    return 'taken';
  } catch (error) {
    return error instanceof UpdateError ? error.code : `crash: ${error}`;
  }
}

const names = Object.keys(mutations);
const fates: Record<string, number> = {};
const wrong: string[] = [];
let same = 0;
const cases = Number(values.cases);
const started_ms = performance.now();
for (let n = 0; n < cases; n++) {
  const isSigned = n % 5 === 0;
  const name = isSigned ? 'signedAgain' : names[pick(names.length)];
  const bytes = isSigned ? signedAgain(Buffer.from(good)) : mutations[name](Buffer.from(good));
  if (bytes.equals(good)) {
    same++;
    continue;
  }
  const found = await fate(bytes);
  const what = isSigned && found === 'taken' ? 'signed as it must be' : found;
  fates[what] = (fates[what] ?? 0) + 1;
  if (what === 'taken' || what.startsWith('crash')) wrong.push(`case ${n}, ${name}: ${what}`);
  if (n % 1000 === 0 && (await fate(Buffer.from(good))) !== 'taken') wrong.push(`case ${n}: the good one is refused`);
}
const seconds = (performance.now() - started_ms) / 1000;
console.log(
  `${cases - same} mutated updates in ${seconds.toFixed(0)} s (seed ${values.seed}): ${fates.taken ?? 0} taken`,
);
for (const [what, count] of Object.entries(fates).sort(([, a], [, b]) => b - a))
  console.log(`${String(count).padStart(8)} ${what}`);
for (const line of wrong.slice(0, 20)) console.log(line);
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify({ cases: cases - same, fates, wrong, seconds, node: process.version }, undefined, 2)}\n`,
  );
process.exitCode = (wrong.length === 0) === values.plant ? 1 : 0;
