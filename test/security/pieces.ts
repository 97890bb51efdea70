import type { CameraFrame } from '@homebound/robot';

/** Of pieces of pictures, bytes; so many of them differ that nothing else is the same. */
const PIECE = 32;
const DIFFERENT = 12;
/** Of each picture, evenly over it. */
const PER_PICTURE = 24;

/** Finds pieces of very pictures: of what has no mark in it, as depth. */
export class PieceFinder {
  readonly #pieces = new Map<number, Buffer[]>();
  readonly #begins = new Uint8Array(65_536);
  count = 0;

  /** Remembers pieces of a picture. */
  add({ data }: Pick<CameraFrame, 'data'>): void {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const step = 4 * Math.floor((bytes.length - PIECE) / PER_PICTURE / 4);
    for (let k = 0; k < PER_PICTURE; k++) {
      const piece = Buffer.from(bytes.subarray(k * step, k * step + PIECE));
      if (new Set(piece).size < DIFFERENT) continue;
      const key = piece.readUInt32LE();
      this.#pieces.set(key, [...(this.#pieces.get(key) ?? []), piece]);
      this.#begins[piece.readUInt16LE()] = 1;
      this.count++;
    }
  }

  /** How often a piece is in these bytes. */
  in(bytes: Buffer): number {
    let found = 0;
    const begins = this.#begins;
    for (let i = 0; i + PIECE <= bytes.length; i++) {
      if (begins[bytes[i] | (bytes[i + 1] << 8)] === 0) continue;
      for (const piece of this.#pieces.get(bytes.readUInt32LE(i)) ?? [])
        if (piece.compare(bytes, i, i + PIECE) === 0) found++;
    }
    return found;
  }
}
