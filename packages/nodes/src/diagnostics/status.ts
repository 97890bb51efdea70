import { diagnostic_msgs, type homebound_interfaces, type rcl_interfaces, sensor_msgs } from '@homebound/messages';

const { OK, WARN, ERROR, STALE } = diagnostic_msgs.DiagnosticStatus;

/** How one part of the robot is: a level, one line for a person, and figures. */
export interface PartStatus {
  readonly name: string;
  readonly level: number;
  readonly message: string;
  readonly values: Readonly<Record<string, string | number | boolean>>;
}

/** Charge below which a person should look, and below which the robot soon stands still, as shares. */
const LOW = 0.15;
const EMPTY = 0.05;

export function batteryStatus(m: sensor_msgs.BatteryState): PartStatus {
  const { POWER_SUPPLY_STATUS_CHARGING, POWER_SUPPLY_STATUS_FULL } = sensor_msgs.BatteryState;
  const isCharging = m.power_supply_status === POWER_SUPPLY_STATUS_CHARGING;
  const isFull = m.power_supply_status === POWER_SUPPLY_STATUS_FULL;
  const percent = `${(100 * m.percentage).toFixed(0)} %`;
  const values = { percentage: m.percentage, voltage_V: m.voltage, current_A: m.current, present: m.present };
  const say = (level: number, message: string): PartStatus => ({ name: 'battery', level, message, values });
  if (!m.present) return say(ERROR, 'There is no battery.');
  if (!Number.isFinite(m.percentage)) return say(WARN, 'The body does not say how full the battery is.');
  if (isCharging || isFull) return say(OK, isFull ? `Full, ${percent}.` : `Charging, ${percent}.`);
  if (m.percentage < EMPTY) return say(ERROR, `Nearly empty, ${percent}: put the robot on its dock.`);
  return m.percentage < LOW ? say(WARN, `Low, ${percent}.`) : say(OK, `Discharging, ${percent}.`);
}

/** A camera that is shut is as it should be, for most of the day. */
export function cameraStatus(m: homebound_interfaces.CameraState): PartStatus {
  const values = {
    is_open: m.is_open,
    looks: m.looks,
    refused: m.refused,
    frozen: m.frozen,
    dropped: m.dropped,
    rate_hz: m.rate,
    cost_s: m.cost,
  };
  const message = m.fault || (m.is_open ? `Open, ${m.rate.toFixed(1)} looks a second.` : 'Shut.');
  return { name: 'camera', level: m.fault === '' ? OK : WARN, message, values };
}

const ofSafety = {
  bump_left: 'bumper left',
  bump_centre: 'bumper front',
  bump_right: 'bumper right',
  cliff_side_left: 'cliff at the side left',
  cliff_front_left: 'cliff in front left',
  cliff_front_right: 'cliff in front right',
  cliff_side_right: 'cliff at the side right',
  wheel_drop_left: 'left wheel hangs',
  wheel_drop_right: 'right wheel hangs',
} as const;

/** Bumps and cliffs are daily work; a robot that hangs is not. */
export function safetyStatus(m: homebound_interfaces.Safety): PartStatus {
  const fields = Object.keys(ofSafety) as (keyof typeof ofSafety)[];
  const values = { ...Object.fromEntries(fields.map((field) => [field, m[field]])), wall_distance_m: m.wall_distance };
  const found = fields.filter((field) => m[field]).map((field) => ofSafety[field]);
  const hangs = m.wheel_drop_left || m.wheel_drop_right;
  const isLifted = m.wheel_drop_left && m.wheel_drop_right;
  const message = isLifted
    ? 'Lifted: both wheels hang.'
    : found.length > 0
      ? `It feels: ${found.join(', ')}.`
      : 'Nothing is in the way.';
  return { name: 'safety', level: hangs ? WARN : OK, message, values };
}

export function motorStatus(m: homebound_interfaces.MotorState): PartStatus {
  const found = [
    m.main_brush_jammed && 'the main brush is jammed',
    m.side_brush_jammed && 'the side brush is jammed',
    m.bin_missing && 'the dust bin is missing',
    m.bin_full && 'the dust bin is full',
  ].filter((text) => text !== false);
  const { fan, main_brush, side_brush } = m.levels;
  return {
    name: 'motors',
    level: found.length > 0 ? WARN : OK,
    message: found.length > 0 ? `A person is needed: ${found.join(', ')}.` : 'Brushes and bin are well.',
    values: { fan, main_brush, side_brush },
  };
}

export function slamStatus(m: homebound_interfaces.SlamState): PartStatus {
  const level = { mapping: OK, located: OK, locating: WARN, lost: ERROR }[m.state] ?? WARN;
  const words: Record<string, string> = {
    mapping: 'It knows where it is, on a map that grows.',
    located: 'It knows where it is, on a map that it has.',
  };
  const message = words[m.state] ?? (m.reason || `It does not know where it is (${m.state}).`);
  return { name: 'slam', level, message, values: { state: m.state, map_name: m.map_name } };
}

export function missionStatus(m: homebound_interfaces.MissionState): PartStatus {
  const needsHelp = m.state === 'stuck' || m.reason_code === 'fault';
  const hasMinor = ['brush_jammed', 'bin_missing', 'bin_full', 'dock_not_found', 'lost'].includes(m.reason_code);
  return {
    name: 'mission',
    level: needsHelp ? ERROR : hasMinor ? WARN : OK,
    message: `${m.state}: ${m.reason}`,
    values: { state: m.state, reason_code: m.reason_code, coverage: m.coverage, cleaned_area_m2: m.cleaned_area },
  };
}

/**
 * How a topic comes in.
 * @param age_s   since its last message; absent: there was none yet
 * @param count   messages in the last `window_s`
 */
export function topicStatus(
  topic: string,
  { age_s, count, window_s }: { readonly age_s: number | undefined; readonly count: number; readonly window_s: number },
  staleAfter_s: number,
): PartStatus {
  const name = `topic ${topic}`;
  if (age_s === undefined)
    return { name, level: STALE, message: `Nobody has published ${topic} yet.`, values: { rate_hz: 0 } };
  const values = { rate_hz: (count / window_s).toFixed(1), age_s: age_s.toFixed(2) };
  return age_s > staleAfter_s
    ? { name, level: STALE, message: `The last ${topic} came ${age_s.toFixed(1)} s ago.`, values }
    : { name, level: OK, message: `${topic} comes at ${values.rate_hz} Hz.`, values };
}

/** What a node last logged as an error, and how often it has. */
export function faultStatus(node: string, last: rcl_interfaces.Log, count: number, age_s: number): PartStatus {
  const isRecent = age_s < RECENT_FAULT_S;
  return {
    name: `faults of ${node}`,
    level: isRecent ? ERROR : WARN,
    message: last.msg.split('\n')[0],
    values: { count, age_s: age_s.toFixed(1), file: last.file, line: last.line },
  };
}

/** An error is news for so long, s. */
const RECENT_FAULT_S = 60;
