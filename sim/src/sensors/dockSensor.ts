import { angleDiff, atan2, between, compose, type SE2 } from '@homebound/math';
import type { DockRecord } from '@homebound/robot';
import type { RayScene } from '../lidar/rayScene.ts';

const DEGREE = Math.PI / 180;
/** The emitters sit ahead of the docked robot, which faces into the dock, in the dock's housing (dock frame). */
const EMITTER_X_M = -0.19;
const EMITTER_Z_M = 0.065;
/**
 * Two beams 10 degrees to each side and 30 degrees wide: they overlap in the middle 10 degrees, the way in. Their reach
 * is between the 1.0 m of Create 3's simulation and the 1.8 m that owners see.
 */
const BEAM_YAW_RAD = 10 * DEGREE;
const BEAM_HALF_WIDTH_RAD = 15 * DEGREE;
const BEAM_RANGE_M = 1.5;
/** The halo all around the dock. */
const HALO_RANGE_M = 0.6;
/** The housing around the emitters is no obstacle to their own light. */
const HOUSING_M = 0.12;
/** The contacts touch within this of the docked pose. */
const CONTACT_M = 0.02;
const CONTACT_RAD = 15 * DEGREE;

/**
 * What the receiver on top of the body (it sees all around) makes of the dock's beams.
 * Whoever faces the dock has green on the left and red on the right.
 * @param docked whether the contacts touch
 */
export function senseDock(
  stamp_s: number,
  T_world_dock: SE2,
  T_world_base: SE2,
  scene: RayScene,
  docked: boolean,
): DockRecord {
  const T_dock_base = between(T_world_dock, T_world_base);
  const dx = T_dock_base.x - EMITTER_X_M;
  const dy = T_dock_base.y;
  const distance = Math.sqrt(dx * dx + dy * dy);
  const bearing = atan2(dy, dx);
  const seen = distance <= BEAM_RANGE_M && isClear(T_world_dock, T_world_base, distance, scene);
  const inBeam = (yaw: number): boolean => seen && Math.abs(angleDiff(bearing, yaw)) <= BEAM_HALF_WIDTH_RAD;
  return {
    kind: 'dock',
    stamp_s,
    // Seen from the room towards the dock, left is the dock frame's -y.
    greenBeam: inBeam(-BEAM_YAW_RAD),
    redBeam: inBeam(BEAM_YAW_RAD),
    forceField: seen && distance <= HALO_RANGE_M,
    docked,
  };
}

/** Whether the charging contacts touch: base_link on the dock's origin, facing into the dock. */
export function isDocked(T_world_dock: SE2, T_world_base: SE2): boolean {
  const { x, y, theta } = between(T_world_dock, T_world_base);
  return x * x + y * y <= CONTACT_M * CONTACT_M && Math.abs(angleDiff(theta, Math.PI)) <= CONTACT_RAD;
}

function isClear(T_world_dock: SE2, T_world_base: SE2, distance: number, scene: RayScene): boolean {
  const reach = distance - HOUSING_M;
  if (reach <= 0) return true;
  const emitter = compose(T_world_dock, { x: EMITTER_X_M, y: 0, theta: 0 });
  const dx = (emitter.x - T_world_base.x) / distance;
  const dy = (emitter.y - T_world_base.y) / distance;
  return scene.cast(T_world_base.x, T_world_base.y, dx, dy, 0, reach, EMITTER_Z_M, 0).material === undefined;
}
