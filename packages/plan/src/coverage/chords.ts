import { atan2, cos, hypot, sin, wrapAngle } from '@homebound/math';
import type { FreeSpace } from '../space/freeSpace.ts';
import { isSegmentClear, isStandable } from '../space/standing.ts';
import { type MotionLimits, ROLLING_TURN_RAD, turnTime } from './motionTime.ts';

export interface ChordRules {
  readonly limits: MotionLimits;
  /** What a missed square metre along the wall is worth in driving time, s/m². */
  readonly areaPrice_spm2: number;
}

/** How far off the wall line a corner of the way may lie, m: a corner round an obstacle needs room for its tangents. */
const OFFSETS_M = [0, 0.02, 0.045, 0.08];
/** Farthest vertex of the line that one chord may skip to. */
const MAX_SKIP = 24;
/** Chords that miss more than this are not looked at, nor longer ones, m². */
const MAX_MISSED_M2 = 0.03;
/** Ways that come to a vertex so much later than the best one are given up, s. */
const HOPELESS_S = 4;
/** Distance of the places along the brush's outer edge at which is looked whether a chord misses them, m. */
const RIM_STEP_M = 0.05;

/**
 * A line along walls (walls on its right) as few long chords: stopping to turn costs more than a centimetre missed in a bend.
 * Shortest path over the line's vertices, each also a little off the wall, by time to drive and turn plus the price of the
 * floor that the brush's outer edge misses. The heading that a turn is measured from is that of the best way to its vertex.
 * @param line  interleaved x, y in m; closed when its last point is its first
 */
export function fewChords(space: FreeSpace, line: Float64Array, rules: ChordRules): Float64Array {
  const { limits, areaPrice_spm2 } = rules;
  const nodes = offsetNodes(space, line);
  const rim = new Rim(line, space.brushWidth_m / 2);
  const n = line.length / 2;
  const levels = OFFSETS_M.length;
  const cost = new Float64Array(n * levels).fill(Number.POSITIVE_INFINITY);
  const heading = new Float64Array(n * levels).fill(Number.NaN);
  const before = new Int32Array(n * levels).fill(-1);
  const stop_s = limits.maxSpeed_mps / limits.maxAcceleration_mps2;
  cost[0] = 0;
  for (let i = 0; i < n - 1; i++) {
    let cheapest = Number.POSITIVE_INFINITY;
    for (let a = i * levels; a < (i + 1) * levels; a++) cheapest = Math.min(cheapest, cost[a]);
    for (let a = i * levels; a < (i + 1) * levels; a++) {
      if (!(cost[a] < cheapest + HOPELESS_S)) continue;
      for (let j = i + 1; j < n && j <= i + MAX_SKIP; j++) {
        const count = j === n - 1 ? 1 : levels; // the line ends where it ended
        let isNear = false;
        for (let b = j * levels; b < j * levels + count; b++) {
          const dx = nodes.x[b] - nodes.x[a];
          const dy = nodes.y[b] - nodes.y[a];
          const length = Math.sqrt(dx * dx + dy * dy);
          let total = cost[a] + length / limits.maxSpeed_mps;
          if (nodes.isValid[b] === 0) continue;
          // Where the wall floor alone would make the way dearer than one that is known, or hopeless, the rest need not be looked at.
          const affordable_m2 = (cost[b] - total) / areaPrice_spm2;
          if (affordable_m2 <= 0 && isNear) continue;
          const limit_m2 = Math.min(MAX_MISSED_M2, isNear ? affordable_m2 : MAX_MISSED_M2);
          const missed_m2 = rim.missed(i, j, nodes.x[a], nodes.y[a], dx / length, dy / length, length, limit_m2);
          if (missed_m2 > MAX_MISSED_M2) continue;
          isNear = true;
          if (missed_m2 >= affordable_m2) continue;
          total += areaPrice_spm2 * missed_m2;
          const theta = atan2(dy, dx);
          const turn = Math.abs(wrapAngle(theta - heading[a]));
          if (turn > ROLLING_TURN_RAD) total += stop_s + turnTime(turn, limits);
          if (total >= cost[b] || !isSegmentClear(space, nodes.x[a], nodes.y[a], nodes.x[b], nodes.y[b])) continue;
          cost[b] = total;
          heading[b] = theta;
          before[b] = a;
        }
        if (!isNear) break;
      }
    }
  }
  const goal = (n - 1) * levels;
  if (before[goal] < 0) return line;
  const points: number[] = [];
  for (let node = goal; node >= 0; node = before[node]) points.push(nodes.y[node], nodes.x[node]);
  return Float64Array.from(points.reverse());
}

/** Places along the outer edge of what a brush sweeps that follows a line exactly, each with the length it stands for. */
class Rim {
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  readonly #length: number[] = [];
  /** First place that belongs to each vertex of the line and the stretch after it. */
  readonly #first: Int32Array;
  readonly #reach_m: number;

  constructor(line: Float64Array, reach_m: number) {
    const n = line.length / 2;
    this.#reach_m = reach_m;
    this.#first = new Int32Array(n + 1);
    let last = Number.NaN;
    for (let i = 0; i + 1 < n; i++) {
      this.#first[i] = this.#x.length;
      const [x, y] = [line[2 * i], line[2 * i + 1]];
      const dx = line[2 * i + 2] - x;
      const dy = line[2 * i + 3] - y;
      const theta = atan2(dy, dx);
      const turn = Number.isNaN(last) ? 0 : wrapAngle(theta - last);
      // Turning left on the spot sweeps a fan to the right; turning right, the stretches overlap there.
      const fans = turn > 0 ? Math.ceil((turn * reach_m) / RIM_STEP_M) : 0;
      for (let k = 0; k < fans; k++) this.#add(x, y, last + (turn * (k + 0.5)) / fans, (turn * reach_m) / fans);
      const length = hypot(dx, dy);
      const steps = Math.ceil(length / RIM_STEP_M);
      for (let k = 0; k < steps; k++) {
        const t = (k + 0.5) / steps;
        this.#add(x + t * dx, y + t * dy, theta, length / steps);
      }
      last = theta;
    }
    this.#first[n - 1] = this.#first[n] = this.#x.length;
  }

  #add(x: number, y: number, theta: number, length_m: number): void {
    this.#x.push(x + this.#reach_m * sin(theta));
    this.#y.push(y - this.#reach_m * cos(theta));
    this.#length.push(length_m);
  }

  /** Floor between vertices i and j that a chord does not reach, m²: begins at (x, y), heads along (ux, uy). Infinity above the limit. */
  missed(i: number, j: number, x: number, y: number, ux: number, uy: number, length: number, limit_m2: number): number {
    let sum = 0;
    for (let k = this.#first[i]; k < this.#first[j]; k++) {
      const dx = this.#x[k] - x;
      const dy = this.#y[k] - y;
      const along = dx * ux + dy * uy;
      const beyond = along < 0 ? along : along > length ? along - length : 0;
      const across = dx * uy - dy * ux;
      const depth = Math.sqrt(across * across + beyond * beyond) - this.#reach_m;
      if (depth <= 0) continue;
      sum += depth * this.#length[k];
      if (sum > limit_m2) return Number.POSITIVE_INFINITY;
    }
    return sum;
  }
}

interface OffsetNodes {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly isValid: Uint8Array;
}

function offsetNodes(space: FreeSpace, line: Float64Array): OffsetNodes {
  const n = line.length / 2;
  const nodes = {
    x: new Float64Array(n * OFFSETS_M.length),
    y: new Float64Array(n * OFFSETS_M.length),
    isValid: new Uint8Array(n * OFFSETS_M.length),
  };
  const isClosed = line[0] === line[2 * n - 2] && line[1] === line[2 * n - 1];
  for (let i = 0; i < n; i++) {
    const h = isClosed && i === 0 ? 2 * n - 4 : Math.max(0, 2 * i - 2);
    const k = isClosed && i === n - 1 ? 2 : Math.min(2 * n - 2, 2 * i + 2);
    const before = atan2(line[2 * i + 1] - line[h + 1], line[2 * i] - line[h]);
    const after = atan2(line[k + 1] - line[2 * i + 1], line[k] - line[2 * i]);
    const normal = before + wrapAngle(after - before) / 2 + Math.PI / 2;
    const nx = cos(normal);
    const ny = sin(normal);
    for (const [level, offset] of OFFSETS_M.entries()) {
      const node = i * OFFSETS_M.length + level;
      nodes.x[node] = line[2 * i] + offset * nx;
      nodes.y[node] = line[2 * i + 1] + offset * ny;
      nodes.isValid[node] = level === 0 || isStandable(space, nodes.x[node], nodes.y[node]) ? 1 : 0;
    }
  }
  return nodes;
}
