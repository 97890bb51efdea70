import { angleDiff, type SE2 } from '@homebound/math';
import type { CameraFrame } from '@homebound/robot';

/** Pictures of a body that moves by more than this are never the same to the last bit, m and rad. */
const MOVED_M = 0.01;
const MOVED_RAD = 0.02;
/** So many of the same in a row are a camera that hangs. */
const FROZEN = 3;
/** A gap is longer than the period by this factor. */
const GAP = 1.5;
/** The shortest gap seen is the period; it grows by this factor a picture, so that one short gap is forgotten. */
const FORGET = 1.005;
/** A camera that gives no picture for so long gives none, s. */
const SILENT_S = 1.5;

interface Row {
  stamp_s: number;
  print: number;
  /** Where the body was when the picture was a new one. */
  T_odom_base: SE2;
  same: number;
  period_s: number;
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
   * @returns false for one that shows nothing of where the body is: it is the one before, and the body has moved
   */
  isNew({ kind, stamp_s, data }: CameraFrame, T_odom_base: SE2): boolean {
    this.#heard_s = Math.max(this.#heard_s, stamp_s);
    const print = fingerprint(data);
    const row = this.#rows.get(kind);
    if (row === undefined) {
      this.#rows.set(kind, { stamp_s, print, T_odom_base, same: 0, period_s: Number.POSITIVE_INFINITY });
      return true;
    }
    const gap_s = stamp_s - row.stamp_s;
    if (gap_s > GAP * row.period_s) this.dropped += Math.round(gap_s / row.period_s) - 1;
    if (gap_s > 0) row.period_s = Math.min(FORGET * row.period_s, gap_s);
    row.stamp_s = stamp_s;
    if (print === row.print && hasMoved(row.T_odom_base, T_odom_base)) {
      row.same++;
      this.frozen++;
      return false;
    }
    if (print !== row.print) {
      row.print = print;
      row.same = 0;
      row.T_odom_base = T_odom_base;
    }
    return true;
  }

  /** What is wrong, in words for a person; empty while all is well. */
  fault(now_s: number): string {
    if (now_s - this.#heard_s > SILENT_S) return 'The camera gives no pictures.';
    const isFrozen = [...this.#rows.values()].some(({ same }) => same >= FROZEN);
    return isFrozen ? 'The camera gives the same picture again and again.' : '';
  }
}

function hasMoved(a: SE2, b: SE2): boolean {
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
