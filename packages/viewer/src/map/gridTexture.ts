import { applyGridPatch, type Grid, type GridPatch, isSnapshot } from '@homebound/wire';
import { Box2, DataTexture, NearestFilter, RedFormat, UnsignedByteType, Vector2, type WebGLRenderer } from 'three';

/** The cells of a grid as a texture; they are borrowed until it is first drawn. */
export function cellTexture({ data, width, height }: Grid): DataTexture {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
  const texture = new DataTexture(bytes, width, height, RedFormat, UnsignedByteType);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}

/** A grid on the graphics card, one byte a cell (-1 reads as 255). A patch uploads its rectangles only. */
export class GridTexture {
  grid: Grid | undefined;
  texture: DataTexture | undefined;
  /** Same cells, never uploaded itself: what rectangles are copied from. */
  #source: DataTexture | undefined;
  readonly #renderer: WebGLRenderer;

  constructor(renderer: WebGLRenderer) {
    this.#renderer = renderer;
  }

  /** @returns false when the patch is for a grid that is not held, so that a snapshot is needed */
  apply(patch: GridPatch): boolean {
    const grid = applyGridPatch(this.grid, patch);
    if (grid === undefined) return false;
    this.grid = grid;
    if (isSnapshot(patch) || this.texture === undefined) this.#replace(grid);
    else for (const { ix, iy, width, height } of patch.rects) this.#upload(ix, iy, width, height);
    return true;
  }

  #replace(grid: Grid): void {
    this.dispose();
    const { data, width, height } = grid;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
    this.#source = new DataTexture(bytes, width, height, RedFormat, UnsignedByteType);
    this.texture = cellTexture(grid);
  }

  #upload(ix: number, iy: number, width: number, height: number): void {
    if (this.#source === undefined || this.texture === undefined) return;
    const from = new Box2(new Vector2(ix, iy), new Vector2(ix + width, iy + height));
    this.#renderer.copyTextureToTexture(this.#source, this.texture, from, new Vector2(ix, iy));
  }

  dispose(): void {
    this.texture?.dispose();
    this.#source?.dispose();
    this.texture = undefined;
    this.#source = undefined;
  }
}
