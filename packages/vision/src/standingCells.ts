import { cos, type SE2, sin } from '@homebound/math';
import { type FloorKind, type FloorRecord, floorKinds } from '@homebound/robot';
import { floorShape } from './floorCells.ts';

/** Cells in odom, m; so many along each side, round and round: 2.56 m. */
const CELL_M = 0.02;
const SIDE = 128;
const MASK = SIDE - 1;
/** What a look adds to a cell at most, what bare floor in its place takes, and the surest. */
const MOST_A_LOOK = 1;
const FREE = 0.5;
/** What a ray takes that goes on through it, and for how many looks that is told. */
const SEEN_THROUGH = 0.5;
const FREED_LOOKS = 8;
/** A ray passes through what is higher than it by this, m. */
const THROUGH_M = 0.006;
const SUREST = 5;
/** Told from here on: a cell, and it with the eight around it. */
const TOLD = 2;
const TOLD_AROUND = 10;
/** Looks after which what was not seen again is not told. */
const FRESH_LOOKS = 2;
/** Higher than this is an obstacle; what is lower than the second is floor: a rug, or an error, m. */
const OBSTACLE_M = 0.018;
const LOW_M = 0.016;

const KIND = Object.fromEntries(floorKinds.map((kind, i) => [kind, i])) as Record<FloorKind, number>;
const { width: WIDTH, height: HEIGHT, originY_m, resolution_m } = floorShape;

/** What the looks of the last seconds say stands on the floor, in odom, and where this one saw floor. Made once. */
export class StandingCells {
  readonly #tag = new Float64Array(SIDE * SIDE).fill(-1);
  readonly #evidence = new Float32Array(SIDE * SIDE);
  readonly #height_m = new Float32Array(SIDE * SIDE);
  readonly #weight = new Float32Array(SIDE * SIDE);
  readonly #seenAt = new Uint32Array(SIDE * SIDE);
  readonly #gain = new Float32Array(SIDE * SIDE);
  readonly #throughAt = new Uint32Array(SIDE * SIDE);
  readonly #isFloor = new Uint8Array(SIDE * SIDE);
  readonly #touched = new Int32Array(SIDE * SIDE);
  #touchedEnd = 0;
  #look = 0;
  /** Of this look, in base_footprint. */
  readonly #floor = new Uint8Array(WIDTH * HEIGHT);
  readonly #originX_m: number;

  /** @param front_m  the body's front edge */
  constructor(front_m: number) {
    this.#originX_m = front_m;
  }

  forget(): void {
    this.#tag.fill(-1);
  }

  begin(): void {
    for (let k = 0; k < this.#touchedEnd; k++) {
      this.#gain[this.#touched[k]] = 0;
      this.#isFloor[this.#touched[k]] = 0;
    }
    this.#touchedEnd = 0;
    this.#floor.fill(0);
    this.#look++;
  }

  /** Something `h_m` high, at a place in odom; `share` of a pixel says so. */
  add(x_odom: number, y_odom: number, h_m: number, share: number): void {
    const cell = this.#reach(x_odom, y_odom);
    this.#gain[cell] += share;
    const weight = this.#weight[cell] + share;
    this.#height_m[cell] += (share / weight) * (h_m - this.#height_m[cell]);
    // The newest looks are from nearest.
    this.#weight[cell] = Math.min(weight, 20);
  }

  /** A ray went on over a place, so high. */
  pass(x_odom: number, y_odom: number, h_m: number): void {
    const cell = this.#find(Math.floor(x_odom / CELL_M), Math.floor(y_odom / CELL_M));
    if (cell < 0 || !(this.#evidence[cell] > 0) || this.#height_m[cell] < h_m + THROUGH_M) return;
    if (this.#throughAt[cell] === this.#look || this.#gain[cell] > 0) return;
    this.#throughAt[cell] = this.#look;
    this.#evidence[cell] = Math.max(0, this.#evidence[cell] - SEEN_THROUGH);
  }

  addFloor(x_odom: number, y_odom: number, x_base: number, y_base: number): void {
    this.#isFloor[this.#reach(x_odom, y_odom)] = 1;
    const ix = Math.floor((x_base - this.#originX_m) / resolution_m);
    const iy = Math.floor((y_base - originY_m) / resolution_m);
    if (ix >= 0 && iy >= 0 && ix < WIDTH && iy < HEIGHT) this.#floor[iy * WIDTH + ix] = 1;
  }

  /** What all that comes to. */
  record(stamp_s: number, T_odom_base: SE2): FloorRecord {
    this.#settle();
    const kinds = new Uint8Array(WIDTH * HEIGHT);
    const heights_mm = new Int16Array(WIDTH * HEIGHT);
    const c = cos(T_odom_base.theta);
    const s = sin(T_odom_base.theta);
    for (let iy = 0, i = 0; iy < HEIGHT; iy++) {
      const y = originY_m + (iy + 0.5) * resolution_m;
      for (let ix = 0; ix < WIDTH; ix++, i++) {
        const x = this.#originX_m + (ix + 0.5) * resolution_m;
        const cx = Math.floor((T_odom_base.x + c * x - s * y) / CELL_M);
        const cy = Math.floor((T_odom_base.y + s * x + c * y) / CELL_M);
        const h_m = this.#toldHeight(cx, cy);
        if (h_m > OBSTACLE_M) kinds[i] = KIND.obstacle;
        else if (h_m > 0) kinds[i] = KIND.low;
        else if (this.#floor[i] === 1 || this.#isFreed(cx, cy)) kinds[i] = KIND.floor;
        if (h_m > 0) heights_mm[i] = Math.round(1000 * h_m);
      }
    }
    return { kind: 'floor', stamp_s, ...floorShape, originX_m: this.#originX_m, kinds, heights_mm, things: [] };
  }

  #settle(): void {
    for (let k = 0; k < this.#touchedEnd; k++) {
      const cell = this.#touched[k];
      const gain = this.#gain[cell];
      if (gain > 0) {
        this.#evidence[cell] = Math.min(SUREST, this.#evidence[cell] + Math.min(MOST_A_LOOK, gain));
        this.#seenAt[cell] = this.#look;
      } else if (this.#isFloor[cell] === 1) this.#evidence[cell] = Math.max(0, this.#evidence[cell] - FREE);
    }
  }

  /** Whether something was believed here that rays went through since. */
  #isFreed(cx: number, cy: number): boolean {
    const cell = this.#find(cx, cy);
    if (cell < 0 || this.#evidence[cell] >= TOLD || this.#throughAt[cell] === 0) return false;
    return this.#throughAt[cell] > this.#seenAt[cell] && this.#look - this.#throughAt[cell] < FREED_LOOKS;
  }

  /** 0 where nothing is believed to stand. */
  #toldHeight(cx: number, cy: number): number {
    const cell = this.#find(cx, cy);
    if (cell < 0 || this.#evidence[cell] < TOLD || this.#look - this.#seenAt[cell] > FRESH_LOOKS) return 0;
    const h_m = this.#height_m[cell];
    if (h_m < LOW_M) return 0;
    let around = 0;
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) {
        const at = this.#find(cx + dx, cy + dy);
        if (at >= 0) around += this.#evidence[at];
      }
    return around >= TOLD_AROUND ? h_m : 0;
  }

  #find(cx: number, cy: number): number {
    const cell = (cy & MASK) * SIDE + (cx & MASK);
    return this.#tag[cell] === tagOf(cx, cy) ? cell : -1;
  }

  #reach(x: number, y: number): number {
    const cx = Math.floor(x / CELL_M);
    const cy = Math.floor(y / CELL_M);
    const cell = (cy & MASK) * SIDE + (cx & MASK);
    const tag = tagOf(cx, cy);
    if (this.#tag[cell] !== tag) {
      this.#tag[cell] = tag;
      this.#evidence[cell] = 0;
      this.#weight[cell] = 0;
      this.#height_m[cell] = 0;
      this.#seenAt[cell] = 0;
      this.#throughAt[cell] = 0;
      this.#gain[cell] = 0;
      this.#isFloor[cell] = 0;
    }
    if (this.#gain[cell] === 0 && this.#isFloor[cell] === 0)
      this.#touched[this.#touchedEnd++ % this.#touched.length] = cell;
    return cell;
  }
}

function tagOf(cx: number, cy: number): number {
  return cx * 2 ** 24 + cy;
}
