import type { CameraDevice, CameraFrame, CameraModel, CameraRig, FloorRecord } from '@homebound/robot';
import type { FloorSight } from './floorSight.ts';

export const testModel: CameraModel = {
  width_px: 8,
  height_px: 4,
  fx_px: 6,
  fy_px: 6,
  cx_px: 3.5,
  cy_px: 1.5,
  distortion: [0, 0, 0, 0, 0],
  mount: { x_m: 0.155, y_m: 0, z_m: 0.065, pitchDown_rad: 0.3 },
};

/** A camera of 32 pixels, 10 Hz: each picture differs from the last in its first pixel. */
export class TestCamera implements CameraDevice {
  readonly rig: CameraRig;
  /** Of the pictures that it gives. */
  kind: 'depth' | 'color' = 'depth';
  isOpen = false;
  opens = 0;
  unreadable = '';
  lost: number | undefined;
  fault: 'none' | 'frozen' | 'dropping' | 'silent' | 'shut' = 'none';
  #count = 0;
  #next = 0;
  readonly #data = new Float32Array(testModel.width_px * testModel.height_px);

  constructor(rig: CameraRig = { depth: testModel }) {
    this.rig = rig;
  }

  open(): void {
    if (this.fault === 'shut') throw new Error('it is another’s');
    this.opens++;
    this.isOpen = true;
    this.#next = Number.NaN;
  }

  close(): void {
    this.isOpen = false;
  }

  poll(now_s: number): readonly CameraFrame[] {
    const seen: CameraFrame[] = [];
    if (Number.isNaN(this.#next)) this.#next = Math.floor(now_s * 10);
    for (; this.#next * 0.1 <= now_s + 1e-9; this.#next++) {
      if (this.fault !== 'frozen') this.#data[0] = ++this.#count;
      const isLost = this.fault === 'silent' || (this.fault === 'dropping' && this.#next % 5 === 0);
      if (this.isOpen && !isLost) seen.push(this.#frame(this.#next * 0.1));
    }
    return seen;
  }

  #frame(stamp_s: number): CameraFrame {
    if (this.kind === 'depth') return { kind: 'depth', stamp_s, data: this.#data };
    return { kind: 'color', stamp_s, exposure_s: 0.01, data: new Uint8Array(Float32Array.of(this.#count).buffer) };
  }
}

/** One cell of floor for each picture; remembers how the body stood. */
export function testSight(): FloorSight & { readonly bodies: Parameters<FloorSight['look']>[1][] } {
  const bodies: Parameters<FloorSight['look']>[1][] = [];
  return {
    bodies,
    look: ({ stamp_s }, body): FloorRecord => {
      bodies.push(body);
      return {
        kind: 'floor',
        stamp_s,
        resolution_m: 0.01,
        width: 1,
        height: 1,
        originX_m: 0.2,
        originY_m: 0,
        kinds: Uint8Array.of(1),
        heights_mm: Int16Array.of(0),
        things: [],
      };
    },
  };
}
