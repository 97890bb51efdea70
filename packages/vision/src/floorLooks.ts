/** Bins of a colour: shares of red and green, so that light and shade fall into the same, and roughly how bright. */
const SHARES = 14;
const BRIGHTS = 6;
export const COLOURS = SHARES * SHARES * BRIGHTS;
/** Shares of red and of green from here on, for so much. */
const RED_FROM = 0.2;
const GREEN_FROM = 0.2;
const RANGE = 0.4;
/** Floors that are remembered; what agrees with one by so much is that one. */
const FLOORS = 4;
const SAME = 0.4;
/** Weight of the newest sample; pixels that make one. */
const NEWEST = 0.15;
const FEWEST_PIXELS = 40;
/** A colour that so little of a floor has is none of it. */
const RARE = 0.004;

/** The bin of a colour, components in [0, 255]. */
export function colourOf(red: number, green: number, blue: number): number {
  // Black has no hue: so much grey is added.
  const sum = red + green + blue + 24;
  const r = share((red + 8) / sum - RED_FROM);
  const g = share((green + 8) / sum - GREEN_FROM);
  const bright = Math.min(BRIGHTS - 1, Math.floor((sum * BRIGHTS) / 790));
  return (bright * SHARES + r) * SHARES + g;
}

function share(value: number): number {
  return Math.max(0, Math.min(SHARES - 1, Math.floor((value * SHARES) / RANGE)));
}

/**
 * What the floors look like that the body has driven over: a histogram of colours each (Ulrich and Nourbakhsh 2000; several of them: Dahlkamp et al. 2006),
 * learned as it drives. Numbers of colours only: no place and no picture is in them.
 */
export class FloorLooks {
  readonly #floors: { readonly shares: Float32Array; usedAt: number }[] = [];
  readonly #sample = new Float32Array(COLOURS);
  #pixels = 0;
  #time = 0;

  /** How many floors are known. */
  get count(): number {
    return this.#floors.length;
  }

  /** A pixel of floor that the body is on now. */
  add(colour: number): void {
    this.#sample[colour]++;
    this.#pixels++;
  }

  /** The pixels since the last call are one floor: one that is known, or another; then the one not driven on for longest may have to go. */
  learn(): void {
    const sample = this.#sample;
    const n = this.#pixels;
    this.#pixels = 0;
    if (n >= FEWEST_PIXELS) {
      blur(sample, n);
      this.#time++;
      let best = SAME;
      let same: { readonly shares: Float32Array; usedAt: number } | undefined;
      for (const floor of this.#floors) {
        let agrees = 0;
        for (let k = 0; k < COLOURS; k++) agrees += Math.min(sample[k], floor.shares[k]);
        if (agrees > best) {
          best = agrees;
          same = floor;
        }
      }
      if (same !== undefined) {
        for (let k = 0; k < COLOURS; k++) same.shares[k] += NEWEST * (sample[k] - same.shares[k]);
        same.usedAt = this.#time;
      } else this.#remember(sample);
    }
    sample.fill(0);
  }

  /** Whether some floor has this colour. */
  isKnown(colour: number): boolean {
    for (const { shares } of this.#floors) if (shares[colour] > RARE) return true;
    return false;
  }

  forget(): void {
    for (const { shares } of this.#floors) shares.fill(0);
    this.#floors.length = 0;
    this.#sample.fill(0);
    this.#pixels = 0;
  }

  #remember(sample: Float32Array): void {
    if (this.#floors.length >= FLOORS) {
      const oldest = this.#floors.reduce((a, b) => (b.usedAt < a.usedAt ? b : a));
      this.#floors.splice(this.#floors.indexOf(oldest), 1);
    }
    this.#floors.push({ shares: sample.slice(), usedAt: this.#time });
  }
}

const blurred = new Float32Array(COLOURS);

/** Counts to shares, a quarter of each given to its four neighbours in hue and its two in brightness: light changes. */
function blur(counts: Float32Array, n: number): void {
  blurred.fill(0);
  for (let k = 0; k < COLOURS; k++) {
    if (counts[k] === 0) continue;
    const part = counts[k] / n;
    blurred[k] += 0.5 * part;
    for (const step of [1, -1, SHARES, -SHARES, SHARES * SHARES, -SHARES * SHARES]) {
      const at = k + step;
      blurred[at >= 0 && at < COLOURS ? at : k] += part / 12;
    }
  }
  counts.set(blurred);
}
