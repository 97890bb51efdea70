import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type CarmenRecord, readCarmen } from '@homebound/formats';

/** Text is read in pieces of this many characters: about a hundred scans. */
const PIECE = 1 << 17;
/** Records are held back so long for others that were written later but are older. */
const HELD = 256;

/** The maximum range of a log, as `readCarmen` finds it in the whole. */
export async function maxRangeOf(path: string): Promise<number> {
  let most_m = 0;
  for await (const text of pieces(path)) {
    const { maxRange_m } = readCarmen(text, { input: path });
    if (maxRange_m < Number.POSITIVE_INFINITY) most_m = Math.max(most_m, maxRange_m);
  }
  return most_m > 0 ? most_m : Number.POSITIVE_INFINITY;
}

/**
 * The records that `readCarmen` gives of a CARMEN log [.gz], in the same order, without the whole of it in memory.
 * Line numbers in errors count from the piece's begin.
 */
export async function* streamLog(path: string, maxRange_m: number): AsyncGenerator<CarmenRecord> {
  let held: CarmenRecord[] = [];
  for await (const text of pieces(path)) {
    held.push(...readCarmen(text, { input: path, maxRange_m }).records);
    held.sort((a, b) => a.stamp_s - b.stamp_s || Number(a.kind === 'scan') - Number(b.kind === 'scan'));
    const ready = Math.max(0, held.length - HELD);
    for (let i = 0; i < ready; i++) yield held[i];
    held = held.slice(ready);
  }
  yield* held;
}

/** Whole lines, with a scan in each piece, since a text without one is no log to `readCarmen`. */
async function* pieces(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const bytes = isGzip(path) ? file.pipe(createGunzip()) : file;
  let whole = '';
  let rest = '';
  for await (const chunk of bytes.setEncoding('latin1')) {
    rest += chunk;
    const end = rest.lastIndexOf('\n') + 1;
    if (end < PIECE || !hasScan(rest.slice(0, end))) continue;
    if (whole !== '') yield whole;
    whole = rest.slice(0, end);
    rest = rest.slice(end);
  }
  // What follows the last scan goes with the piece that holds it.
  if (whole !== '' && hasScan(rest)) {
    yield whole;
    yield rest;
  } else yield whole + rest;
}

function hasScan(text: string): boolean {
  return text.startsWith('FLASER') || text.startsWith('ROBOTLASER1') || /\n(FLASER|ROBOTLASER1) /.test(text);
}

function isGzip(path: string): boolean {
  const file = openSync(path, 'r');
  const first = new Uint8Array(1);
  readSync(file, first, 0, 1, 0);
  closeSync(file);
  return first[0] === 0x1f;
}
