import { between, compose } from '@homebound/math';
import type { SeenCloud } from '../localise/judgePlace.ts';
import { keyCloud } from './keyCloud.ts';
import type { KeyFrame } from './keyFrame.ts';
import type { KeyGraph } from './keyGraph.ts';

/** Every so manieth key frame is looked at again: neighbours show the same. */
const STEP = 4;
/** Key frames on either side whose scans are seen together with one's own. */
const AROUND = 3;

/** Goes through all key frames once more, after a journey, for loops that were missed while the map was still bent. */
export class Review {
  readonly #keys: readonly KeyFrame[];
  readonly #graph: KeyGraph;
  #next = 0;
  #loops = 0;
  /** Rounds begun. */
  round = 1;

  constructor(keys: readonly KeyFrame[], graph: KeyGraph) {
    this.#keys = keys;
    this.#graph = graph;
  }

  /** Whether this round found a loop. */
  get isNew(): boolean {
    return this.#loops > 0;
  }

  /** The next key frame to look at; `undefined` at the end of the round. */
  next(): number | undefined {
    if (this.#next >= this.#keys.length) return undefined;
    const key = this.#next;
    this.#next += STEP;
    return key;
  }

  /** Takes loops that were found in this round. */
  note(loops: readonly unknown[]): void {
    this.#loops += loops.length;
  }

  repeat(): void {
    this.#next = 0;
    this.#loops = 0;
    this.round++;
  }

  /** What was seen from around a key frame, in its frame. */
  seenFrom(key: number): SeenCloud {
    const { graph } = this.#graph;
    const T_map_key = graph.pose(key);
    const first = Math.max(0, key - AROUND);
    const around = this.#keys.slice(first, key + AROUND + 1);
    return keyCloud(
      around.flatMap(({ scans }, i) =>
        scans.slice(0, 1).map((scan) => ({
          scan,
          T_ref_base: compose(between(T_map_key, graph.pose(first + i)), scan.T_key_base),
        })),
      ),
    );
  }
}
