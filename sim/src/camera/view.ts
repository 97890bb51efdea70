import type { CameraScene } from './cameraScene.ts';
import type { Eye } from './eye.ts';
import type { Lens } from './lens.ts';
import { Rasteriser } from './rasteriser.ts';

/** What a camera has before it at one moment: the face at each sample, and at its mirror image in the floor. */
export class View {
  readonly lens: Lens;
  readonly raster: Rasteriser;
  /** What a mirror at z = 0 shows; drawn only where the floor is glossy. */
  readonly mirror: Rasteriser;
  isMirrored = false;
  eye!: Eye;
  mirrorEye!: Eye;

  constructor(lens: Lens) {
    this.lens = lens;
    this.raster = new Rasteriser(lens);
    this.mirror = new Rasteriser(lens);
  }

  render({ faces, isGlossy }: CameraScene, eye: Eye): void {
    this.eye = eye;
    this.raster.render(faces, eye);
    this.isMirrored = isGlossy && eye.z > 0;
    if (!this.isMirrored) return;
    const below = ([x, y, z]: readonly [number, number, number]) => [x, y, -z] as const;
    const { right, down, ahead } = eye;
    this.mirrorEye = { x: eye.x, y: eye.y, z: -eye.z, right: below(right), down: below(down), ahead: below(ahead) };
    this.mirror.render(faces, this.mirrorEye);
  }
}
