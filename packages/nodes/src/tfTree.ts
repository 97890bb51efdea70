import {
  compose3,
  identity3,
  interpolate3,
  inverse3,
  planar,
  type SE2,
  type SE3,
  unitQuaternion,
} from '@homebound/math';
import { fromStamp, type geometry_msgs, type tf2_msgs } from '@homebound/messages';
import { plainFrame } from './frames.ts';

/** A frame's motion in its parent, as it came. */
interface Stamped {
  readonly stamp_s: number;
  readonly T_parent_child: SE3;
}

/** What is known of one frame: what it hangs from, and how; oldest first. One entry without an end when it is fixed there. */
interface Link {
  parent: string;
  isStatic: boolean;
  history: Stamped[];
}

/** Where a frame is in another, and at what time. */
export interface Found {
  readonly ok: true;
  readonly T: SE3;
  /** Of the newest moment at which every moving part of the chain is known; +Infinity where nothing on it moves. */
  readonly stamp_s: number;
}

/** Why it is not known, in words that say what to look for. */
export interface NotFound {
  readonly ok: false;
  readonly reason: string;
}

/** Transforms are kept so long, s: as tf2 does. */
const KEEP_S = 10;
/** A chain of more frames than this is a mistake, not a robot. */
const MAX_DEPTH = 64;

/**
 * The tree of frames that is spoken of on tf and tf_static, whoever speaks: tf2's buffer. Between two transforms of a frame it is
 * interpolated; before the first and after the last nothing is invented. Names are compared without a leading slash, as in ROS 1.
 */
export class TfTree {
  readonly #links = new Map<string, Link>();

  /** @returns how many of the transforms make no sense (no unit quaternion, not finite, a frame in itself) and were left out */
  add({ transforms }: tf2_msgs.TFMessage, isStatic = false): number {
    let refused = 0;
    for (const transform of transforms) if (!this.#add(transform, isStatic)) refused++;
    return refused;
  }

  /**
   * T_target_source: where `source` is in `target`.
   * @param stamp_s  at that time; the newest that is known of the whole chain when absent
   */
  lookup(target: string, source: string, stamp_s?: number): Found | NotFound {
    const [to, from] = [plainFrame(target), plainFrame(source)];
    const above_to = this.#above(to);
    const above_from = this.#above(from);
    const shared = above_from.find((frame) => above_to.includes(frame));
    if (shared === undefined) return { ok: false, reason: this.#whyApart(to, from, above_to, above_from) };
    const chain = [...below(above_to, shared), ...below(above_from, shared)];
    const newest_s = Math.min(Number.POSITIVE_INFINITY, ...chain.map((frame) => this.#newest_s(frame)));
    const at_s = stamp_s ?? newest_s;
    const T_shared_to = this.#along(below(above_to, shared), at_s);
    const T_shared_from = this.#along(below(above_from, shared), at_s);
    if (typeof T_shared_to === 'string') return { ok: false, reason: T_shared_to };
    if (typeof T_shared_from === 'string') return { ok: false, reason: T_shared_from };
    return { ok: true, T: compose3(inverse3(T_shared_to), T_shared_from), stamp_s: stamp_s ?? newest_s };
  }

  /** `lookup` as seen from above. */
  lookupPlanar(target: string, source: string, stamp_s?: number): { ok: true; T: SE2; stamp_s: number } | NotFound {
    const found = this.lookup(target, source, stamp_s);
    return found.ok ? { ok: true, T: planar(found.T), stamp_s: found.stamp_s } : found;
  }

  #add({ header, child_frame_id, transform }: geometry_msgs.TransformStamped, isStatic: boolean): boolean {
    const [parent, child] = [plainFrame(header.frame_id), plainFrame(child_frame_id)];
    const q = unitQuaternion(transform.rotation);
    const { x, y, z } = transform.translation;
    if (q === undefined || !Number.isFinite(x + y + z) || parent === child || child === '' || parent === '')
      return false;
    const stamped = { stamp_s: fromStamp(header.stamp), T_parent_child: { t: { x, y, z }, q } };
    const link = this.#links.get(child);
    // Who says that it hangs elsewhere now is believed: what it was in another frame is worth nothing there.
    if (link === undefined || link.isStatic !== isStatic || link.parent !== parent || isStatic)
      this.#links.set(child, { parent, isStatic, history: [stamped] });
    else insert(link.history, stamped);
    return true;
  }

  /** A frame and those that it hangs from, nearest first. */
  #above(frame: string): string[] {
    const above = [frame];
    for (let link = this.#links.get(frame); link !== undefined; link = this.#links.get(link.parent)) {
      if (above.includes(link.parent) || above.length > MAX_DEPTH) break;
      above.push(link.parent);
    }
    return above;
  }

  #newest_s(frame: string): number {
    const link = this.#links.get(frame);
    return link === undefined || link.isStatic
      ? Number.POSITIVE_INFINITY
      : link.history[link.history.length - 1].stamp_s;
  }

  /** Frames from the lowest up, each with its parent: the lowest in what the last one hangs from; or why not. */
  #along(frames: readonly string[], at_s: number): SE3 | string {
    let T = identity3;
    for (const frame of frames) {
      const link = this.#links.get(frame) as Link;
      const step = link.isStatic ? link.history[0].T_parent_child : at(link.history, at_s);
      if (step === undefined) {
        const [first, last] = [link.history[0].stamp_s, link.history[link.history.length - 1].stamp_s];
        return `${link.parent} → ${frame} is known from ${first.toFixed(2)} to ${last.toFixed(2)} s, not at ${at_s.toFixed(2)} s`;
      }
      T = compose3(step, T);
    }
    return T;
  }

  #whyApart(to: string, from: string, above_to: readonly string[], above_from: readonly string[]): string {
    for (const frame of [to, from])
      if (!this.#links.has(frame) && ![...this.#links.values()].some(({ parent }) => parent === frame))
        return `nobody has spoken of the frame ${frame} on tf or tf_static${this.#known()}`;
    const chain = (frames: readonly string[]) => [...frames].reverse().join(' → ');
    return `no transform leads from ${to} to ${from}: ${chain(above_from)} does not hang from ${chain(above_to)}`;
  }

  #known(): string {
    const frames = new Set([...this.#links].flatMap(([child, { parent }]) => [parent, child]));
    return frames.size === 0 ? ': nothing was heard there' : `; heard of: ${[...frames].sort().join(', ')}`;
  }
}

/** The frames below one of them. */
function below(above: readonly string[], top: string): readonly string[] {
  return above.slice(0, above.indexOf(top));
}

/** Several may speak of one frame, and what they say may come out of order. A clock that jumped back begins anew. */
function insert(history: Stamped[], stamped: Stamped): void {
  const last = history[history.length - 1];
  if (stamped.stamp_s < last.stamp_s - KEEP_S) history.length = 0;
  let i = history.length;
  while (i > 0 && history[i - 1].stamp_s > stamped.stamp_s) i--;
  if (i > 0 && history[i - 1].stamp_s === stamped.stamp_s) history[i - 1] = stamped;
  else history.splice(i, 0, stamped);
  const oldest_s = history[history.length - 1].stamp_s - KEEP_S;
  // In blocks: shifting at each message would cost a copy each time.
  if (history.length > 64 && history[32].stamp_s < oldest_s) history.splice(0, 32);
}

/** Between its neighbours; before the first and after the last there is none. */
function at(history: readonly Stamped[], stamp_s: number): SE3 | undefined {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (history[mid].stamp_s <= stamp_s) low = mid + 1;
    else high = mid;
  }
  const before = history[low - 1];
  if (before === undefined) return undefined;
  if (before.stamp_s === stamp_s) return before.T_parent_child;
  const after = history[low];
  if (after === undefined) return undefined;
  const share = (stamp_s - before.stamp_s) / (after.stamp_s - before.stamp_s);
  return interpolate3(before.T_parent_child, after.T_parent_child, share);
}
