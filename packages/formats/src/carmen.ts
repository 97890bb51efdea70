import { between, type SE2, wrapAngle } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import { excerpt, FormatError } from './formatError.ts';
import { LineScanner } from './lineScanner.ts';
import type { SensorDescription } from './sensorDescription.ts';

const rad = Math.PI / 180;
/** Characters of a line: 100,000 readings of 20 digits with as many remissions are 4 MB. */
const MAX_LINE = 4 * 2 ** 20;
/** Kinds of messages that CARMEN has: 30. */
const MAX_KINDS = 1000;

/** A pose from the wheels, in the log's own odometry frame. */
export interface LoggedOdometry {
  readonly kind: 'odometry';
  readonly stamp_s: number;
  readonly T_odom_base: SE2;
}

/** A scan with the odometry pose logged along with it. The whole scan counts as taken at its stamp. */
export interface LoggedScan extends ScanRecord {
  readonly T_odom_base: SE2;
  readonly T_base_lidar: SE2;
}

export type CarmenRecord = LoggedOdometry | LoggedScan;

export interface CarmenLog {
  /** In the order of their ipc stamps; where stamps are equal, odometry first. */
  readonly records: readonly CarmenRecord[];
  readonly scanCount: number;
  /** Readings at or past this count as "no return" (+Inf). */
  readonly maxRange_m: number;
  /** Kinds of lines that were skipped, and how many of each. */
  readonly skipped: ReadonlyMap<string, number>;
}

export interface CarmenOptions {
  /** What the log does not say about its laser. */
  readonly sensor?: SensorDescription;
  /** Readings at or past this are "no return"; the sensor's, else what the log says or shows, when absent. */
  readonly maxRange_m?: number;
  /** Name to use in errors. */
  readonly input?: string;
}

/**
 * A robot's recorded log from CARMEN text: ODOM, FLASER and ROBOTLASER1 lines; other messages are skipped and counted.
 *
 * Beam angles follow the habit of these logs (measured, see README): 180 and 181 readings stand at
 * -90° + i·1°, 360 and 361 at -90° + i·0.5°; other counts need `sensor`. Stamps are the ipc stamps, all decimals kept.
 * Ranges follow REP-117: +Inf where the laser saw nothing, NaN where the reading is invalid (0, nan), -Inf when too close.
 *
 * Throws FormatError with the line: no scan in it, a line cut off (with the count of whole scans before), not a
 * CARMEN log, an unknown laser, a scan that holds no number at all.
 * Source: CARMEN logger file format; Kümmerle et al. 2009 for the benchmark logs.
 */
export function readCarmen(text: string, options: CarmenOptions = {}): CarmenLog {
  const reader = new CarmenReader(options);
  reader.push(text);
  return reader.end();
}

/** `readCarmen` for a text that comes in pieces, of which none has to end with a line: the whole is never in memory. */
export class CarmenReader {
  readonly #options: CarmenOptions;
  readonly #input: string;
  readonly #records: LoggedOdometry[] = [];
  readonly #scans: LoggedScan[] = [];
  readonly #skipped = new Map<string, number>();
  /** From the begin of the last line that may not be whole yet. */
  #rest = '';
  #line = 0;
  #scanCount = 0;
  #odometryCount = 0;

  constructor(options: CarmenOptions = {}) {
    this.#options = options;
    this.#input = options.input ?? 'CARMEN log';
  }

  /** Takes the next piece. Throws FormatError like `readCarmen`. */
  push(text: string): void {
    const known = this.#rest + text;
    // The last whole line waits: only at the end is it known whether it is the last of all.
    const end = known.lastIndexOf('\n', known.length - 2) + 1;
    this.#rest = known.slice(end);
    if (end > 0) this.#readLines(known.slice(0, end), true);
    if (this.#rest.length > MAX_LINE)
      throw new FormatError(
        'foreign',
        this.#input,
        `goes on for more than ${MAX_LINE} characters without an end of line; a CARMEN log has lines that begin with FLASER and ODOM`,
        `line ${this.#line + 1}`,
      );
  }

  /**
   * The records since the last call, in the order of their stamps, odometry first; they are forgotten here. Ranges are as logged:
   * what is beyond the log's range is told by `limitRange`, once all of it is known.
   */
  take(): CarmenRecord[] {
    const taken = [...this.#records, ...this.#scans].sort(byStamp);
    this.#records.length = 0;
    this.#scans.length = 0;
    return taken;
  }

  /** Reads what is left when all of the text was pushed. Throws FormatError for a line that is cut off, and for a log without scans. */
  finish(): void {
    this.#readLines(this.#rest, false);
    this.#rest = '';
    if (this.#scanCount > 0) return;
    throw new FormatError(
      'empty',
      this.#input,
      this.#odometryCount === 0
        ? 'holds no record; a CARMEN log has lines that begin with FLASER and ODOM'
        : `holds ${this.#odometryCount} ODOM lines but no scan; a map needs FLASER or ROBOTLASER1 lines`,
    );
  }

  /** `finish`, and the whole log: for one of which nothing was taken. */
  end(): CarmenLog {
    this.finish();
    const { sensor } = this.#options;
    const maxRange_m = this.#options.maxRange_m ?? sensor?.maxRange_m ?? largestRange(this.#scans);
    const records = this.take();
    for (const record of records) if (record.kind === 'scan') limitRange(record, maxRange_m, sensor);
    return { records, scanCount: this.#scanCount, maxRange_m, skipped: this.#skipped };
  }

  #readLines(text: string, goesOn: boolean): void {
    const scanner = new LineScanner(text, this.#input, ' ', { after: this.#line, goesOn });
    while (scanner.nextLine()) {
      try {
        this.#readLine(scanner);
      } catch (error) {
        throw error instanceof FormatError && error.code === 'cut' ? cutError(scanner, error, this.#scanCount) : error;
      }
    }
    this.#line = scanner.line;
  }

  #addScan(scan: LoggedScan): void {
    this.#scans.push(scan);
    this.#scanCount++;
  }

  #readLine(scanner: LineScanner): void {
    const { sensor } = this.#options;
    const kind = scanner.word();
    if (kind === 'FLASER') this.#addScan(readFlaser(scanner, sensor));
    else if (kind === 'ROBOTLASER1') this.#addScan(readRobotLaser(scanner, sensor));
    else if (kind === 'ODOM') {
      this.#records.push(readOdom(scanner));
      this.#odometryCount++;
    } else if (kind !== '' && !kind.startsWith('#')) skip(scanner, kind, this.#skipped);
  }
}

/** By stamp; where stamps are equal, odometry first, as a body publishes it. */
function byStamp(a: CarmenRecord, b: CarmenRecord): number {
  return a.stamp_s - b.stamp_s || Number(a.kind === 'scan') - Number(b.kind === 'scan');
}

/** Marks in a scan, as `take` gives it, what its laser did not see: at or beyond the log's range, or too near. */
export function limitRange(scan: LoggedScan, maxRange_m: number, sensor: SensorDescription | undefined): void {
  const limits = scan as { rangeMin_m: number; rangeMax_m: number };
  limits.rangeMin_m = sensor?.minRange_m ?? 0;
  limits.rangeMax_m = Math.min(scan.rangeMax_m, maxRange_m);
  markMissing(scan.ranges_m, scan.rangeMin_m, scan.rangeMax_m);
}

/** Angle of the first beam and step of a FLASER of n readings, from the description or from n alone. */
function beamAngles(n: number, sensor: SensorDescription | undefined, scanner: LineScanner): [number, number] {
  if (sensor !== undefined) {
    if (sensor.beams !== n)
      throw scanner.error('malformed', `the scan has ${n} readings, the sensor description says ${sensor.beams}`);
    return [(sensor.angleMin_deg ?? -sensor.fov_deg / 2) * rad, (sensor.fov_deg / (n - 1)) * rad];
  }
  if (n === 180 || n === 181) return [-90 * rad, 1 * rad];
  if (n === 360 || n === 361) return [-90 * rad, 0.5 * rad];
  throw scanner.error(
    'missing',
    `a laser with ${n} readings is not known; describe it with --sensor, e.g. {"beams": ${n}, "fov_deg": 240}`,
  );
}

/** `FLASER n r1..rn x y theta odom_x odom_y odom_theta ipc_stamp host logger_stamp` */
function readFlaser(scanner: LineScanner, sensor: SensorDescription | undefined): LoggedScan {
  const ranges_m = readRanges(scanner, readCount(scanner));
  const [min_rad, step_rad] = beamAngles(ranges_m.length, sensor, scanner);
  // The first pose is the laser's, in some logs already corrected by another SLAM; the second is plain odometry.
  readPose(scanner, 'x y theta');
  const T_odom_base = readPose(scanner, 'odom_x odom_y odom_theta');
  return scanRecord(readStamp(scanner), min_rad, step_rad, ranges_m, T_odom_base, mountOf(sensor));
}

/**
 * `ROBOTLASER1 type start_angle field_of_view angular_resolution maximum_range accuracy remission_mode n r1..rn m e1..em
 * laser_x laser_y laser_theta robot_x robot_y robot_theta tv rv forward_safety side_safety turn_axis ipc_stamp host logger_stamp`
 */
function readRobotLaser(scanner: LineScanner, sensor: SensorDescription | undefined): LoggedScan {
  scanner.number('laser_type');
  const start_rad = scanner.number('start_angle');
  scanner.number('field_of_view');
  const step_rad = scanner.number('angular_resolution');
  const maximumRange_m = scanner.number('maximum_range');
  scanner.number('accuracy');
  scanner.number('remission_mode');
  const ranges_m = readRanges(scanner, readCount(scanner));
  for (let i = scanner.number('number of remissions'); i > 0; i--) scanner.number('a remission');
  const T_odom_laser = readPose(scanner, 'laser_pose');
  const T_odom_base = readPose(scanner, 'robot_pose');
  for (const field of ['tv', 'rv', 'forward_safety', 'side_safety', 'turn_axis']) scanner.number(field);
  const T_base_lidar = sensor === undefined ? between(T_odom_base, T_odom_laser) : mountOf(sensor);
  const scan = scanRecord(readStamp(scanner), start_rad, step_rad, ranges_m, T_odom_base, T_base_lidar);
  return { ...scan, rangeMax_m: maximumRange_m };
}

/** `ODOM x y theta tv rv accel ipc_stamp host logger_stamp` */
function readOdom(scanner: LineScanner): LoggedOdometry {
  const T_odom_base = readPose(scanner, 'x y theta');
  for (const field of ['tv', 'rv', 'accel']) scanner.number(field);
  return { kind: 'odometry', stamp_s: readStamp(scanner), T_odom_base };
}

/** Other CARMEN messages are upper-case words (PARAM, SYNC, RLASER, TRUEPOS ...); anything else is another kind of file. */
function skip(scanner: LineScanner, kind: string, skipped: Map<string, number>): void {
  if (scanner.line > 1 && scanner.isLastLine && scanner.lineDone)
    throw scanner.error('cut', `the text ends after ${excerpt(kind)}`);
  if (!/^[A-Z][A-Z0-9_]*$/.test(kind))
    throw scanner.error(
      'foreign',
      `${excerpt(kind)} is no CARMEN message; a CARMEN log has lines that begin with FLASER and ODOM (gzip is unpacked first)`,
    );
  skipped.set(kind, (skipped.get(kind) ?? 0) + 1);
  if (skipped.size > MAX_KINDS)
    throw scanner.error('foreign', `is the message of a ${MAX_KINDS + 1}st kind; no CARMEN log has so many`);
}

function readCount(scanner: LineScanner): number {
  const n = scanner.number('the number of readings');
  if (!Number.isInteger(n) || n < 1 || n > 100_000)
    throw scanner.error('malformed', `the number of readings should be a whole number > 0, got ${n}`);
  return n;
}

/** n readings as logged; a reading of 0 or below is invalid. */
function readRanges(scanner: LineScanner, n: number): Float32Array {
  const ranges_m = new Float32Array(n);
  let numbers = 0;
  for (let i = 0; i < n; i++) {
    const r = scanner.number('the next reading');
    if (!Number.isNaN(r)) numbers++;
    ranges_m[i] = r > 0 ? r : Number.NaN;
  }
  if (numbers === 0)
    throw scanner.error('malformed', `all ${n} readings of the scan are nan; the laser's driver is broken`);
  return ranges_m;
}

function readPose(scanner: LineScanner, field: string): SE2 {
  const x = scanner.number(field);
  const y = scanner.number(field);
  const theta = scanner.number(field);
  if (!Number.isFinite(x + y + theta))
    throw scanner.error('malformed', `the pose ${field} should be finite, got ${x} ${y} ${theta}`);
  return { x, y, theta: wrapAngle(theta) };
}

/** The ipc stamp, with host and logger stamp after it: their absence shows a line that was cut. */
function readStamp(scanner: LineScanner): number {
  const stamp_s = scanner.number('the ipc stamp');
  if (!Number.isFinite(stamp_s)) throw scanner.error('malformed', `the ipc stamp should be finite, got ${stamp_s}`);
  scanner.word();
  scanner.number('the logger stamp');
  return stamp_s;
}

function scanRecord(
  stamp_s: number,
  angleMin_rad: number,
  angleIncrement_rad: number,
  ranges_m: Float32Array,
  T_odom_base: SE2,
  T_base_lidar: SE2,
): LoggedScan {
  return {
    kind: 'scan',
    stamp_s,
    angleMin_rad,
    angleIncrement_rad,
    timeIncrement_s: 0,
    scanTime_s: 0,
    rangeMin_m: 0,
    rangeMax_m: Number.POSITIVE_INFINITY,
    ranges_m,
    T_odom_base,
    T_base_lidar,
  };
}

function mountOf(sensor: SensorDescription | undefined): SE2 {
  return { x: sensor?.x_m ?? 0, y: sensor?.y_m ?? 0, theta: wrapAngle((sensor?.yaw_deg ?? 0) * rad) };
}

/** The maximum range that the log states, else its largest reading: these logs write the maximum range for "no return". */
export function largestRange(scans: readonly LoggedScan[]): number {
  let largest = 0;
  for (const { ranges_m, rangeMax_m } of scans)
    if (rangeMax_m < Number.POSITIVE_INFINITY) largest = Math.max(largest, rangeMax_m);
    else
      for (let i = 0; i < ranges_m.length; i++)
        if (ranges_m[i] > largest && ranges_m[i] < Number.POSITIVE_INFINITY) largest = ranges_m[i];
  return largest > 0 ? largest : Number.POSITIVE_INFINITY;
}

function markMissing(ranges_m: Float32Array, minRange_m: number, maxRange_m: number): void {
  // Readings were rounded to float32, so is the mark: 81.83 must equal 81.83.
  const noReturn_m = Math.fround(maxRange_m);
  for (let i = 0; i < ranges_m.length; i++) {
    if (ranges_m[i] >= noReturn_m) ranges_m[i] = Number.POSITIVE_INFINITY;
    else if (ranges_m[i] < minRange_m) ranges_m[i] = Number.NEGATIVE_INFINITY;
  }
}

function cutError(scanner: LineScanner, { problem }: FormatError, scans: number): FormatError {
  return scanner.error(
    'cut',
    `${problem}: the log is cut off; ${scans} whole scans stand before it. Copy it again, or delete this line to use what is there`,
  );
}
