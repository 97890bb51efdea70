import { bodyButtons, type SensorRecord, signReasons } from '@homebound/robot';
import type { Message } from '../frames.ts';
import { fromMessage, type Shapes, toMessage } from './shape.ts';

/** Each kind of record by its fields. Stamps are on the body's clock: see `BodyClock`. */
const shapes: Shapes<SensorRecord> = {
  scan: {
    stamp_s: 'number',
    angleMin_rad: 'number',
    angleIncrement_rad: 'number',
    timeIncrement_s: 'positive',
    scanTime_s: 'positive',
    rangeMin_m: 'positive',
    rangeMax_m: 'positive',
    ranges_m: 'floats',
  },
  wheels: { stamp_s: 'number', left_m: 'number', right_m: 'number' },
  imu: {
    stamp_s: 'number',
    wx_radps: 'number',
    wy_radps: 'number',
    wz_radps: 'number',
    ax_mps2: 'number',
    ay_mps2: 'number',
    az_mps2: 'number',
  },
  safety: {
    stamp_s: 'number',
    bumpLeft: 'flag',
    bumpCentre: 'flag',
    bumpRight: 'flag',
    cliffSideLeft: 'flag',
    cliffFrontLeft: 'flag',
    cliffFrontRight: 'flag',
    cliffSideRight: 'flag',
    wheelDropLeft: 'flag',
    wheelDropRight: 'flag',
    wallDistance_m: 'farOrNear',
  },
  dock: { stamp_s: 'number', greenBeam: 'flag', redBeam: 'flag', forceField: 'flag', docked: 'flag' },
  battery: { stamp_s: 'number', voltage_V: 'number', current_A: 'number', charge: 'share', capacity_Ah: 'positive' },
  motors: {
    stamp_s: 'number',
    fan: 'share',
    mainBrush: 'level',
    sideBrush: 'level',
    mainBrushJammed: 'flag',
    sideBrushJammed: 'flag',
    binMissing: 'flag',
    binFull: 'flag',
  },
  button: { stamp_s: 'number', button: bodyButtons, held_s: 'positive' },
  sign: { stamp_s: 'number', shows: [...signReasons, 'dark'], chirps: 'positive', camera: 'flag' },
};

/** Kinds of message that are records. */
export const recordKinds: ReadonlySet<unknown> = new Set(Object.keys(shapes));

export function recordMessage(record: SensorRecord): Message {
  return toMessage(shapes, record);
}

/** Throws LinkError `refused`, with the field by its name. */
export function readRecord(message: Message): SensorRecord {
  return fromMessage(shapes, message);
}
