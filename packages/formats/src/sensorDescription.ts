import { parseJsonText } from './boundedJson.ts';
import { excerpt, FormatError } from './formatError.ts';

/** A planar laser as a log does not describe it. Angles count counter-clockwise from the sensor's x axis. */
export interface SensorDescription {
  /** Readings per scan. */
  readonly beams: number;
  /** From the first beam to the last; a beam more than the field is wide in steps: 181 beams at 1° are 180°. */
  readonly fov_deg: number;
  /** Angle of the first beam; -fov_deg / 2 when absent. */
  readonly angleMin_deg?: number;
  /** Readings at or past this are "no return". */
  readonly maxRange_m?: number;
  /** Readings below this are "too close". */
  readonly minRange_m?: number;
  /** Where the sensor sits on the robot: T_base_lidar; at base_link, looking forward, when absent. */
  readonly x_m?: number;
  readonly y_m?: number;
  readonly yaw_deg?: number;
}

const fields = ['beams', 'fov_deg', 'angleMin_deg', 'maxRange_m', 'minRange_m', 'x_m', 'y_m', 'yaw_deg'] as const;

/**
 * A sensor description from JSON, e.g. `{"beams": 682, "fov_deg": 240, "maxRange_m": 4, "x_m": 0.145}`.
 * Throws FormatError naming the field that is absent, unknown or out of range.
 */
export function readSensorDescription(json: string, input = 'sensor description'): SensorDescription {
  let value: unknown;
  try {
    value = parseJsonText(json, input);
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError('malformed', input, `is not JSON; it begins with ${excerpt(json)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError('foreign', input, 'should be an object like {"beams": 682, "fov_deg": 240}');
  const found = value as Record<string, unknown>;
  for (const [key, entry] of Object.entries(found)) {
    if (!(fields as readonly string[]).includes(key))
      throw new FormatError('malformed', input, `does not know "${key}"; known are ${fields.join(', ')}`);
    if (typeof entry !== 'number' || !Number.isFinite(entry))
      throw new FormatError('malformed', input, `${key} should be a number, got ${excerpt(entry)}`);
  }
  const sensor = found as unknown as SensorDescription;
  for (const key of ['beams', 'fov_deg'] as const)
    if (sensor[key] === undefined) throw new FormatError('missing', input, `needs "${key}"`);
  if (!Number.isInteger(sensor.beams) || sensor.beams < 2)
    throw new FormatError('malformed', input, `beams should be a whole number of at least 2, got ${sensor.beams}`);
  if (!(sensor.fov_deg > 0 && sensor.fov_deg <= 360))
    throw new FormatError('malformed', input, `fov_deg should be in (0, 360], got ${sensor.fov_deg}`);
  if (!((sensor.maxRange_m ?? 1) > (sensor.minRange_m ?? 0) && (sensor.minRange_m ?? 0) >= 0))
    throw new FormatError('malformed', input, 'needs 0 <= minRange_m < maxRange_m');
  return sensor;
}
