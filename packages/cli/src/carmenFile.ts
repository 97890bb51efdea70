import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  CarmenReader,
  type CarmenRecord,
  FormatError,
  InflationLimit,
  largestRange,
  limitRange,
  type SensorDescription,
} from '@homebound/formats';
import type { SE2 } from '@homebound/math';
import { CliError } from './errors.ts';
import { type LogSurvey, MotionWatch } from './mapLog.ts';

/** Bytes that are unpacked and read at a time. With eight times as many, what they leave behind costs 15 MB before it is collected. */
const PIECE = 1 << 15;
/** Text of a log, in all: the longest public ones have 0.1 GB. */
const MAX_TEXT_BYTES = 2 ** 30;

/**
 * A CARMEN log [.gz] that is never whole in memory, since its text is eight times what is in it: it is read once for what holds for
 * all of it, and a second time record by record. Gives what `readCarmen` gives, and refuses what it refuses.
 */
export class CarmenFile {
  readonly survey: LogSurvey;
  readonly #bytes: Uint8Array;
  readonly #path: string;
  readonly #sensor: SensorDescription | undefined;
  readonly #maxRange_m: number;
  /** How much older a record may be than one that stands before it. */
  readonly #late_s: number;

  private constructor(bytes: Uint8Array, path: string, sensor: SensorDescription | undefined, seen: Seen) {
    const { T_base_lidar, motion, first_s, last_s, late_s } = seen;
    this.survey = { T_base_lidar: T_base_lidar!, hasOdometry: motion.hasMoved, duration_s: last_s - first_s };
    this.#bytes = bytes;
    this.#path = path;
    this.#sensor = sensor;
    this.#maxRange_m = sensor?.maxRange_m ?? (seen.maxRange_m > 0 ? seen.maxRange_m : Number.POSITIVE_INFINITY);
    this.#late_s = late_s;
  }

  /** Reads all of it for the first time. Throws FormatError, and CliError for a broken gzip file. */
  static async open(bytes: Uint8Array, path: string, sensor: SensorDescription | undefined): Promise<CarmenFile> {
    const seen = new Seen();
    for await (const records of rawRecords(bytes, path, sensor)) seen.add(records);
    return new CarmenFile(bytes, path, sensor, seen);
  }

  /** Its records in the order of their stamps. */
  async *records(): AsyncGenerator<CarmenRecord> {
    let held: CarmenRecord[] = [];
    for await (const records of rawRecords(this.#bytes, this.#path, this.#sensor)) {
      for (const record of records) if (record.kind === 'scan') limitRange(record, this.#maxRange_m, this.#sensor);
      held.push(...records);
      held.sort(byStamp);
      // What comes later is no older than this.
      const newest_s = held.length === 0 ? 0 : held[held.length - 1].stamp_s;
      const ready = held.findIndex(({ stamp_s }) => stamp_s >= newest_s - this.#late_s);
      yield* held.slice(0, Math.max(0, ready));
      held = held.slice(Math.max(0, ready));
    }
    yield* held;
  }
}

/** What the first reading notices. */
class Seen {
  readonly motion = new MotionWatch();
  T_base_lidar: SE2 | undefined;
  first_s = Number.POSITIVE_INFINITY;
  last_s = Number.NEGATIVE_INFINITY;
  late_s = 0;
  maxRange_m = 0;
  #firstScan_s = Number.POSITIVE_INFINITY;

  /** @param records of a piece, in the order of their stamps */
  add(records: readonly CarmenRecord[]): void {
    const scans = records.filter((record) => record.kind === 'scan');
    for (const { stamp_s, T_odom_base } of records) {
      this.motion.add(T_odom_base);
      this.first_s = Math.min(this.first_s, stamp_s);
      this.late_s = Math.max(this.late_s, this.last_s - stamp_s);
    }
    // Within a piece they are in order: only those of earlier pieces can be newer.
    if (records.length > 0) this.last_s = Math.max(this.last_s, records[records.length - 1].stamp_s);
    if (scans.length === 0) return;
    const reach_m = largestRange(scans);
    if (reach_m < Number.POSITIVE_INFINITY) this.maxRange_m = Math.max(this.maxRange_m, reach_m);
    if (scans[0].stamp_s >= this.#firstScan_s) return;
    this.#firstScan_s = scans[0].stamp_s;
    this.T_base_lidar = scans[0].T_base_lidar;
  }
}

async function* rawRecords(
  bytes: Uint8Array,
  path: string,
  sensor: SensorDescription | undefined,
): AsyncGenerator<CarmenRecord[]> {
  const reader = new CarmenReader({ sensor, input: path });
  const decoder = new TextDecoder();
  for await (const piece of plainPieces(bytes, path)) {
    reader.push(decoder.decode(piece, { stream: true }));
    yield reader.take();
  }
  reader.finish();
  yield reader.take();
}

async function* plainPieces(bytes: Uint8Array, path: string): AsyncGenerator<Uint8Array> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) {
    for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
    return;
  }
  const limit = new InflationLimit(path, MAX_TEXT_BYTES);
  const gunzip = createGunzip({ chunkSize: PIECE });
  let packed_bytes = 0;
  try {
    for await (const piece of Readable.from([bytes]).pipe(gunzip)) {
      limit.add(gunzip.bytesWritten - packed_bytes, piece.length);
      packed_bytes = gunzip.bytesWritten;
      yield piece;
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new CliError(`${path}: the gzip file is cut off or damaged (${(cause as Error).message}); copy it again`, {
      cause,
    });
  }
}

function byStamp(a: CarmenRecord, b: CarmenRecord): number {
  return a.stamp_s - b.stamp_s || Number(a.kind === 'scan') - Number(b.kind === 'scan');
}
