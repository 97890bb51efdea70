import type { BatteryRecord, CleaningCommand } from '@homebound/robot';

/** 4S lithium pack of a vacuum: 14.4 V, 5.2 Ah, 75 Wh. */
const CAPACITY_AH = 5.2;
const CHARGE_CURRENT_A = 0.6 * CAPACITY_AH;
/** Charging tapers off above this share. */
const TAPER_FROM = 0.9;
const RESISTANCE_OHM = 0.12;
/** Compute, lidar and what always runs. */
const IDLE_W = 7;
/** Drive motors at full speed. */
const DRIVE_W = 6;
const MAIN_BRUSH_W = 8;
const SIDE_BRUSH_W = 2;
/** The fan takes this at full level; its power grows with the square of the level. */
const FAN_W = 30;
const SECONDS_PER_HOUR = 3600;

/** The pack: drained by what runs, filled on the dock. */
export class Battery {
  /** In [0, 1]. */
  charge = 1;
  /** Negative while discharging. */
  current_A = 0;

  /** @param speedShare drive speed as a share of the greatest */
  step(dt: number, speedShare: number, motors: CleaningCommand, docked: boolean): void {
    const load_W =
      IDLE_W +
      DRIVE_W * Math.min(1, Math.abs(speedShare)) +
      MAIN_BRUSH_W * Math.abs(motors.mainBrush) +
      SIDE_BRUSH_W * Math.abs(motors.sideBrush) +
      FAN_W * motors.fan * motors.fan;
    this.current_A = docked ? this.#chargeCurrent() : -load_W / this.#openVoltage();
    this.charge += (this.current_A * dt) / (CAPACITY_AH * SECONDS_PER_HOUR);
    this.charge = Math.min(1, Math.max(0, this.charge));
  }

  get isEmpty(): boolean {
    return this.charge === 0;
  }

  record(stamp_s: number): BatteryRecord {
    const voltage_V = this.#openVoltage() + RESISTANCE_OHM * this.current_A;
    return {
      kind: 'battery',
      stamp_s,
      voltage_V,
      current_A: this.current_A,
      charge: this.charge,
      capacity_Ah: CAPACITY_AH,
    };
  }

  /** 12.0 V empty, 16.6 V full, flat between: a straight line through the middle is enough to charge by. */
  #openVoltage(): number {
    return 12.8 + 3.6 * this.charge - (this.charge < 0.1 ? 8 * (0.1 - this.charge) : 0);
  }

  #chargeCurrent(): number {
    if (this.charge >= 1) return 0;
    const taper = (1 - this.charge) / (1 - TAPER_FROM);
    return CHARGE_CURRENT_A * Math.min(1, Math.max(0.05, taper));
  }
}
