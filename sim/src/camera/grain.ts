import type { Rng } from '@homebound/math';

const SIZE = 1 << 14;

/** Random numbers for pictures, a hundred thousand a picture: normals from a table that is drawn once, in an order that the rng begins. */
export class Grain {
  readonly #normals = new Float32Array(SIZE);
  readonly #rng: Rng;
  #state = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
    for (let i = 0; i < SIZE; i++) this.#normals[i] = rng.normal();
  }

  /** Begins another picture. */
  begin(): void {
    this.#state = this.#rng.int(4294967296) | 0;
  }

  normal(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) | 0;
    return this.#normals[this.#state >>> 18];
  }

  /** In [0, 1). */
  uniform(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) | 0;
    return (this.#state >>> 0) / 4294967296;
  }
}
