import type { CameraScene } from './cameraScene.ts';
import type { Eye } from './eye.ts';
import type { Lens } from './lens.ts';
import { Rasteriser } from './rasteriser.ts';

/** What a camera has before it at one moment: the face at each sample, and at its mirror image in the floor. */
export class View {
  readonly lens: Lens;
  readonly raster: Rasteriser;
  eye!: Eye;
  /** What a mirror at z = 0 shows, and the eye behind it that sees that; only where the floor is glossy. */
  mirror: { readonly raster: Rasteriser; readonly eye: Eye } | undefined;
  #mirrorRaster: Rasteriser | undefined;

  constructor(lens: Lens) {
    this.lens = lens;
    this.raster = new Rasteriser(lens);
  }

  render({ faces, isGlossy }: CameraScene, eye: Eye): void {
    this.eye = eye;
    this.mirror = undefined;
    this.raster.render(faces, eye);
    if (!isGlossy || eye.z <= 0) return;
    const below = ([x, y, z]: readonly [number, number, number]) => [x, y, -z] as const;
    const { right, down, ahead } = eye;
    const behind = { x: eye.x, y: eye.y, z: -eye.z, right: below(right), down: below(down), ahead: below(ahead) };
    this.#mirrorRaster ??= new Rasteriser(this.lens);
    const raster = this.#mirrorRaster;
    raster.render(faces, behind);
    this.mirror = { raster, eye: behind };
  }
}
