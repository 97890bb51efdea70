import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { createGunzip } from 'node:zlib';
import {
  CarmenReader,
  encodeHomeMap,
  encodeMap,
  mapPicture,
  readSensorDescription,
  type SensorDescription,
  writeTrajectory,
} from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { CliError } from '../errors.ts';
import { makeFolder, readInput, writeWhole } from '../files.ts';
import { homeMapOf } from '../homeMap.ts';
import { type LogRecord, type MappedLog, mapLog } from '../mapLog.ts';

export interface MapCommandOptions {
  readonly out: string;
  readonly sensor?: string;
  readonly resolution: number;
  readonly odometry: boolean;
  readonly json?: boolean;
}

/** `homebound map`: reads the whole log, maps it, and only then writes: a log that is refused leaves no file behind. */
export async function map(log: string, options: MapCommandOptions): Promise<void> {
  // What SLAM throws away lives for microseconds: room for 16 MB of it, which V8 makes by and by, is no faster than for 1 MB.
  setFlagsFromString('--semi-space-growth-factor=1');
  const sensor = options.sensor === undefined ? undefined : sensorFrom(options.sensor);
  const records = await readLog(log, sensor);
  const cpu = process.cpuUsage();
  const result = mapLog(records, {
    resolution_m: options.resolution,
    odometry: options.odometry ? undefined : false,
    letGo: true,
  });
  const used = process.cpuUsage(cpu);
  const cpu_s = (used.user + used.system) / 1e6;
  if (result?.map === undefined)
    throw new CliError(
      `${log}: none of its ${result?.refused ?? 0} scans could be used (${result?.refusals}); no map was made`,
    );
  const summary = summaryOf(basename(log), result, result.map, cpu_s);
  writeMap(options.out, result, result.map, summary);
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else process.stdout.write(`${inWords(summary)}\n${join(options.out, 'map.png')}\n`);
}

type Summary = ReturnType<typeof summaryOf>;

function summaryOf(log: string, result: MappedLog, { width, height, resolution_m }: OccupancyGrid, cpu_s: number) {
  const { scans, refused, unmatched, outsideOdometry, usesOdometry, loops, corrections, duration_s, path_m } = result;
  return {
    log,
    scans,
    refused,
    unmatched,
    outsideOdometry,
    usesOdometry,
    loops,
    corrections,
    duration_s,
    path_m,
    width,
    height,
    resolution_m,
    hash: result.checksum.toString(16).padStart(8, '0'),
    cpu_s,
    realTimeFactor: duration_s / cpu_s,
    peakRss_mb: process.resourceUsage().maxRSS / 1024,
  };
}

function inWords({ scans, refused, usesOdometry, loops, corrections, ...rest }: Summary): string {
  return (
    `${scans} scans of ${rest.duration_s.toFixed(0)} s, ${rest.path_m.toFixed(0)} m${usesOdometry ? '' : ', without odometry'}, ` +
    `mapped in ${rest.cpu_s.toFixed(1)} s of CPU (${rest.realTimeFactor.toFixed(0)} × real time); ${refused} scans refused\n` +
    `${loops.searched} loops searched, ${loops.accepted} closed, ${loops.refused} refused; map corrected ${corrections} times`
  );
}

function writeMap(out: string, { trajectory, online, floor }: MappedLog, map: OccupancyGrid, summary: Summary): void {
  makeFolder(out);
  const files = encodeMap(map, 'map.pgm');
  writeWhole(join(out, 'trajectory.csv'), writeTrajectory(trajectory));
  writeWhole(join(out, 'online.csv'), writeTrajectory(online));
  writeWhole(join(out, 'map.png'), mapPicture(map, { trajectory }));
  writeWhole(join(out, 'map.pgm'), files.pgm);
  writeWhole(join(out, 'map.yaml'), files.yaml);
  writeWhole(join(out, 'map.hbmap'), encodeHomeMap(homeMapOf(floor, summary.log)));
  writeWhole(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
}

async function readLog(path: string, sensor: SensorDescription | undefined): Promise<LogRecord[]> {
  const bytes = readInput(path, 'log');
  if (extname(path) === '.mcap') return (await import('../readBag.ts')).readBag(bytes, path);
  const reader = new CarmenReader({ sensor, input: path });
  const decoder = new TextDecoder();
  for await (const piece of plainPieces(bytes, path)) reader.push(decoder.decode(piece, { stream: true }));
  return [...reader.end().records];
}

/** A log is taken in pieces of this many bytes, so that neither it nor its text is ever whole in memory: eight times what is in it. */
const PIECE = 1 << 18;

async function* plainPieces(bytes: Uint8Array, path: string): AsyncGenerator<Uint8Array> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) {
    for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
    return;
  }
  try {
    yield* Readable.from([bytes]).pipe(createGunzip({ chunkSize: PIECE }));
  } catch (cause) {
    throw new CliError(`${path}: the gzip file is cut off or damaged (${(cause as Error).message}); copy it again`, {
      cause,
    });
  }
}

function sensorFrom(text: string): SensorDescription {
  if (text.trimStart().startsWith('{')) return readSensorDescription(text, '--sensor');
  if (!existsSync(text)) throw new CliError(`--sensor is neither JSON nor a file: ${text}`);
  return readSensorDescription(new TextDecoder().decode(readInput(text, 'sensor description')), text);
}
