import { BitReader } from './bitReader.ts';
import { type BlockSide, inverseDct } from './inverseDct.ts';
import { JpegError } from './jpegError.ts';
import { type JpegComponent, readJpegHeader } from './jpegHeader.ts';

/** Where in a block, row by row, the k-th number of the stream belongs (T.81, figure A.6). */
const ZIGZAG = zigzag();
/** Where a run of zeros goes on without a number. */
const SIXTEEN_ZEROS = 0xf0;

/** How a component's blocks become samples as fine as they are needed: each `across` by `down`, each standing for 1 or 2 pixels either way. */
interface Plane extends JpegComponent {
  readonly across: BlockSide;
  readonly down: BlockSide;
  readonly wide: 0 | 1;
  readonly high: 0 | 1;
  readonly samples: Uint8ClampedArray;
  readonly stride: number;
}

/**
 * Decodes the pictures of one camera: baseline JPEG of one size, at that size or at a half, a quarter or an eighth of it. All memory is taken once, and what
 * a picture costs is bounded by its pixels and its bytes, whatever they say.
 */
export class JpegDecoder {
  readonly #width: number;
  readonly #height: number;
  readonly #scale: number;
  readonly #block = new Int32Array(64);
  /** Samples of each component, for units of 16 x 16 at the most. */
  readonly #samples: readonly Uint8ClampedArray[];

  /**
   * @param width   of the pictures as they come, pixels; `scale` must divide it and the height
   * Throws RangeError for sizes that are none.
   */
  constructor(width: number, height: number, scale: 1 | 2 | 4 | 8) {
    const isSize = (n: number): boolean => Number.isInteger(n / scale) && n > 0 && n <= 4096;
    if (!isSize(width) || !isSize(height))
      throw new RangeError(
        `Cannot decode JPEG: sizes must be 1 to 4096, multiples of ${scale}, got ${width} x ${height}`,
      );
    this.#width = width;
    this.#height = height;
    this.#scale = scale;
    const most = (Math.ceil(width / 16) * Math.ceil(height / 16) * 256) / (scale * scale);
    this.#samples = [0, 1, 2].map(() => new Uint8ClampedArray(most));
  }

  /**
   * @param out   red, green, blue; shape [height / scale, width / scale, 3]; on an error what is in it is no picture
   * @param jpeg  read only during the call
   * Throws JpegError for one of another size, kind, or that is damaged; RangeError for an out of another size.
   */
  decode(out: Uint8Array, jpeg: Uint8Array): void {
    const [width, height] = [this.#width / this.#scale, this.#height / this.#scale];
    if (out.length !== 3 * width * height)
      throw new RangeError(`Cannot decode JPEG: needs ${3 * width * height} bytes for the picture, got ${out.length}`);
    const header = readJpegHeader(jpeg);
    if (header.width !== this.#width || header.height !== this.#height)
      throw new JpegError(`it is ${header.width} x ${header.height}, not ${this.#width} x ${this.#height}`);
    const planes = this.#planes(header.components);
    this.#readUnits(new BitReader(jpeg, header.scanAt), planes, header.restartEvery);
    if (planes.length === 1) copyGrey(out, planes[0], width, height);
    else colorOf(out, planes, width, height);
  }

  /** Nothing of the last picture is left. */
  wipe(): void {
    for (const samples of this.#samples) samples.fill(0);
    this.#block.fill(0);
  }

  #planes(components: readonly JpegComponent[]): Plane[] {
    const [{ h: hMost, v: vMost }] = components;
    const side = (coarse: number): BlockSide => Math.min(8, (8 * coarse) / this.#scale) as BlockSide;
    return components.map((component, k) => {
      const { h, v } = component;
      const across = side(hMost / h);
      const down = side(vMost / v);
      return {
        ...component,
        across,
        down,
        wide: across * h * this.#scale < 8 * hMost ? 1 : 0,
        high: down * v * this.#scale < 8 * vMost ? 1 : 0,
        samples: this.#samples[k],
        stride: Math.ceil(this.#width / (8 * hMost)) * h * across,
      };
    });
  }

  #readUnits(bits: BitReader, planes: readonly Plane[], restartEvery: number): void {
    const [{ h, v }] = planes;
    const across = Math.ceil(this.#width / (8 * h));
    const units = across * Math.ceil(this.#height / (8 * v));
    const last = new Int32Array(planes.length);
    for (let unit = 0; unit < units; unit++) {
      if (restartEvery > 0 && unit > 0 && unit % restartEvery === 0) {
        bits.restart((unit / restartEvery - 1) & 7);
        last.fill(0);
      }
      const column = unit % across;
      const row = (unit - column) / across;
      for (let k = 0; k < planes.length; k++) last[k] = this.#readUnit(bits, planes[k], row, column, last[k]);
      bits.checkEnd();
    }
    bits.end();
  }

  /** The blocks of one component in a unit. @returns what its last one began with: the next one says the difference */
  #readUnit(bits: BitReader, plane: Plane, row: number, column: number, last: number): number {
    const { h, v, across, down, stride, samples } = plane;
    let first = last;
    for (let y = row * v; y < (row + 1) * v; y++)
      for (let x = column * h; x < (column + 1) * h; x++) {
        first += this.#readBlock(bits, plane, first);
        inverseDct(samples, y * down * stride + x * across, stride, this.#block, across, down);
      }
    return first;
  }

  /** @returns by how much its mean differs from the last one's */
  #readBlock(bits: BitReader, { dc, ac, steps }: Plane, last: number): number {
    const block = this.#block.fill(0);
    const difference = bits.number(bits.code(dc));
    block[0] = (last + difference) * steps[0];
    for (let k = 1; k < 64; k++) {
      const code = bits.code(ac);
      const length = code & 15;
      if (length === 0) {
        if (code !== SIXTEEN_ZEROS) break;
        k += 15;
        continue;
      }
      k += code >> 4;
      if (k > 63) throw new JpegError('it is damaged: a block has more than 64 numbers');
      block[ZIGZAG[k]] = bits.number(length) * steps[k];
    }
    return difference;
  }
}

function copyGrey(out: Uint8Array, { samples, stride }: Plane, width: number, height: number): void {
  for (let y = 0, to = 0; y < height; y++)
    for (let from = y * stride, end = from + width; from < end; from++, to += 3) out.fill(samples[from], to, to + 3);
}

/** ITU-T T.871: BT.601, full range. 16 bits of fraction: 1.402, 0.344136, 0.714136, 1.772. */
function colorOf(out: Uint8Array, [luma, blue, red]: readonly Plane[], width: number, height: number): void {
  for (let y = 0, to = 0; y < height; y++) {
    const rowBlue = (y >> blue.high) * blue.stride;
    for (let x = 0, from = y * luma.stride; x < width; x++, from++, to += 3) {
      const light = (luma.samples[from] << 16) + 32768;
      const b = blue.samples[rowBlue + (x >> blue.wide)] - 128;
      const r = red.samples[rowBlue + (x >> blue.wide)] - 128;
      out[to] = clamp((light + 91881 * r) >> 16);
      out[to + 1] = clamp((light - 22554 * b - 46802 * r) >> 16);
      out[to + 2] = clamp((light + 116130 * b) >> 16);
    }
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : Math.min(255, value);
}

function zigzag(): Uint8Array {
  const order = new Uint8Array(64);
  for (let k = 0, x = 0, y = 0; k < 64; k++) {
    order[k] = 8 * y + x;
    // Along the diagonal, up to the right or down to the left; at an edge to the next one.
    const isUp = (x + y) % 2 === 0;
    if (isUp && x === 7) y++;
    else if (isUp && y === 0) x++;
    else if (!isUp && y === 7) x++;
    else if (!isUp && x === 0) y++;
    else {
      x += isUp ? 1 : -1;
      y += isUp ? -1 : 1;
    }
  }
  return order;
}
