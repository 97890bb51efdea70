import { angleDiff, type SE2 } from '@homebound/math';
import type { CameraFrame } from '@homebound/robot';

/** Pictures of a body that moves by more than this are never the same to the last bit, m and rad. */
const MOVED_M = 0.01;
const MOVED_RAD = 0.02;
/** So many of the same in a row are a camera that hangs. */
const FROZEN = 3;
/** The period is the median of so many gaps, each cut into pieces like the shorter ones, known from the second number on: late pictures do not move it, another rate does. */
const GAPS = 15;
const FEWEST_GAPS = 3;
/** A gap is longer than the period by this factor: stamps may jitter by a seventh. */
const GAP = 1.6;
/** A camera that gives no picture for so long gives none, s. */
const SILENT_S = 1.5;

interface Row {
  stamp_s: number;
  print: number;
  /** Where the body was when the picture was a new one; undefined while that is not known. */
  T_odom_base: SE2 | undefined;
  same: number;
  /** The last `GAPS`, s. */
  readonly gaps_s: number[];
  /** Pictures that are missing, should the next one not come as much too soon as the last came late. */
  missing: number;
}

/** Watches the row of pictures of a camera: the same again and again, missing ones, none at all. */
export class FrameWatch {
  frozen = 0;
  dropped = 0;
  readonly #rows = new Map<CameraFrame['kind'], Row>();
  #heard_s: number;

  constructor(opened_s: number) {
    this.#heard_s = opened_s;
  }

  /**
   * Takes the next picture of its kind.
   * @param T_odom_base  where it was taken; undefined: nobody knows, and then none is told to be frozen
   * @returns false for one that shows nothing of where the body is: it is the one before, and the body has moved
   */
  isNew({ kind, stamp_s, data }: CameraFrame, T_odom_base: SE2 | undefined): boolean {
    this.#heard_s = Math.max(this.#heard_s, stamp_s);
    const print = fingerprint(data);
    const row = this.#rows.get(kind);
    if (row === undefined) {
      this.#rows.set(kind, { stamp_s, print, T_odom_base, same: 0, gaps_s: [], missing: 0 });
      return true;
    }
    this.#count(row, stamp_s);
    if (print === row.print && hasMoved(row.T_odom_base, T_odom_base)) {
      row.same++;
      this.frozen++;
      return false;
    }
    if (print !== row.print || row.T_odom_base === undefined) {
      row.print = print;
      row.same = 0;
      row.T_odom_base = T_odom_base;
    }
    return true;
  }

  /** Counts what is missing before a picture once the one after it has come: of a late one that is followed by a short gap nothing is. */
  #count(row: Row, stamp_s: number): void {
    const gap_s = stamp_s - row.stamp_s;
    row.stamp_s = stamp_s;
    if (!(gap_s > 0)) return;
    const { gaps_s } = row;
    const period_s = gaps_s.length < FEWEST_GAPS ? Number.POSITIVE_INFINITY : periodOf(gaps_s);
    const last_s = gaps_s.at(-1) ?? 0;
    if (row.missing > 0)
      this.dropped += Math.min(row.missing, Math.max(0, Math.round((last_s + gap_s) / period_s) - 2));
    row.missing = gap_s > GAP * period_s ? Math.round(gap_s / period_s) - 1 : 0;
    gaps_s.push(gap_s);
    if (gaps_s.length > GAPS) gaps_s.shift();
  }

  /** What is wrong, in words for a person; empty while all is well. */
  fault(now_s: number): string {
    if (now_s - this.#heard_s > SILENT_S) return 'The camera gives no pictures.';
    const isFrozen = [...this.#rows.values()].some(({ same }) => same >= FROZEN);
    return isFrozen ? 'The camera gives the same picture again and again.' : '';
  }
}

/** One in three may be missing, one in five come too soon. */
function periodOf(gaps_s: readonly number[]): number {
  const ascending = (a: number, b: number): number => a - b;
  const short_s = gaps_s.toSorted(ascending)[gaps_s.length >> 2];
  const piece_s = (gap_s: number): number => (gap_s > GAP * short_s ? gap_s / Math.round(gap_s / short_s) : gap_s);
  return gaps_s.map(piece_s).sort(ascending)[gaps_s.length >> 1];
}

function hasMoved(a: SE2 | undefined, b: SE2 | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  return dx * dx + dy * dy > MOVED_M * MOVED_M || Math.abs(angleDiff(b.theta, a.theta)) > MOVED_RAD;
}

/** FNV-1a over the picture's words: noise alone makes each picture another. */
function fingerprint(data: Uint8Array | Float32Array): number {
  const isAligned = data.byteOffset % 4 === 0;
  const words = isAligned
    ? new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  return hash;
}
