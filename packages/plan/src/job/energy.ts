import type { CleaningCommand } from '@homebound/robot';

/** What the robot draws from its battery. */
export interface PowerModel {
  /** Compute, lidar and what always runs, W. */
  readonly idle_W: number;
  /** Wheels while they move, W on top. */
  readonly drive_W: number;
  /** Motors at full level, W on top; brushes in proportion to their level, the fan to its square. */
  readonly mainBrush_W: number;
  readonly sideBrush_W: number;
  readonly fan_W: number;
  /** Of a full battery, Wh. */
  readonly capacity_Wh: number;
  /** Share of it that a job may use before the robot must be home. */
  readonly usableShare: number;
}

/** A 4S vacuum of 14.4 V, 5.2 Ah: an estimate from data sheets of its class, no measurement of a certain robot. */
export const defaultPower: PowerModel = {
  idle_W: 7,
  drive_W: 6,
  mainBrush_W: 8,
  sideBrush_W: 2,
  fan_W: 30,
  capacity_Wh: 75,
  usableShare: 0.8,
};

/** Levels that a job is cleaned with unless it says otherwise. */
export const defaultLevels: CleaningCommand = { fan: 0.6, mainBrush: 0.8, sideBrush: 0.8 };

/** Power while driving with the motors at these levels, W. */
export function drivingPower(levels: CleaningCommand, power: PowerModel = defaultPower): number {
  return (
    power.idle_W +
    power.drive_W +
    power.mainBrush_W * levels.mainBrush +
    power.sideBrush_W * levels.sideBrush +
    power.fan_W * levels.fan * levels.fan
  );
}

/** Energy for driving so long at these levels, Wh. */
export function drivingEnergy(time_s: number, levels: CleaningCommand, power: PowerModel = defaultPower): number {
  return (drivingPower(levels, power) * time_s) / 3600;
}
