import type { SeenCloud } from '../localise/judgePlace.ts';
import type { KeyFrame } from './keyFrame.ts';
import type { KeyGraph } from './keyGraph.ts';
import { seenAround } from './seenAround.ts';

/** Every so manieth key frame is looked at again: neighbours show the same. */
const STEP = 4;

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
    return seenAround(this.#keys, this.#graph, key);
  }
}
