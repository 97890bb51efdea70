import type { CameraDevice, CameraFrame, CameraRig } from '@homebound/robot';

/** The eye of a body that stays while worlds come and go under it: open, it sees the next one as well; without one it sees nothing. */
export class CameraOfRun implements CameraDevice {
  readonly rig: CameraRig;
  isOpen = false;
  #camera: CameraDevice | undefined;

  constructor(rig: CameraRig) {
    this.rig = rig;
  }

  /** Another world, or none. */
  lookInto(camera: CameraDevice | undefined): void {
    this.#camera?.close();
    this.#camera = camera;
    if (this.isOpen) camera?.open();
  }

  open(): void {
    this.#camera?.open();
    this.isOpen = true;
  }

  close(): void {
    this.#camera?.close();
    this.isOpen = false;
  }

  poll(now_s: number): readonly CameraFrame[] {
    return this.#camera?.poll(now_s) ?? [];
  }
}
