import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  encodeHomeMap,
  encodeMap,
  mapPicture,
  readSensorDescription,
  type SensorDescription,
  writeTrajectory,
} from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { CarmenFile } from '../carmenFile.ts';
import { CliError } from '../errors.ts';
import { MAX_RECORDING_BYTES, makeFolder, readInput, writeWhole } from '../files.ts';
import { homeMapOf } from '../homeMap.ts';
import { type MapLogOptions, type MappedLog, mapLog, mapLogStream } from '../mapLog.ts';
import { isBag, openBag, type Remap } from '../openBag.ts';
import { zstdReady } from '../zstd.ts';

export interface MapCommandOptions {
  readonly out: string;
  readonly sensor?: string;
  readonly resolution: number;
  readonly odometry: boolean;
  readonly remap?: readonly Remap[];
  readonly json?: boolean;
}

/** `homebound map`: reads the whole log, maps it, and only then writes: a log that is refused leaves no file behind. */
export async function map(log: string, options: MapCommandOptions): Promise<void> {
  // What SLAM throws away lives for microseconds: room for 16 MB of it, which V8 makes by and by, is no faster than for 1 MB.
  setFlagsFromString('--semi-space-growth-factor=1');
  const sensor = options.sensor === undefined ? undefined : sensorFrom(options.sensor);
  const cpu = process.cpuUsage();
  const result = await mapFile(log, options.remap ?? [], sensor, {
    resolution_m: options.resolution,
    odometry: options.odometry ? undefined : false,
  });
  collect();
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

/** Lets go of what the run left behind, before the files are made beside it: V8 itself sees no hurry, since it hardly counts arrays. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

async function mapFile(
  log: string,
  remap: readonly Remap[],
  sensor: SensorDescription | undefined,
  options: MapLogOptions,
) {
  if (isBag(log)) {
    await zstdReady;
    const bag = openBag(log, { remap });
    return mapLog((await import('../readBag.ts')).readBag(bag, log), options);
  }
  const bytes = readInput(log, 'log', MAX_RECORDING_BYTES);
  const file = await CarmenFile.open(bytes, log, sensor);
  return mapLogStream(file.records(), file.survey, options);
}

function sensorFrom(text: string): SensorDescription {
  if (text.trimStart().startsWith('{')) return readSensorDescription(text, '--sensor');
  if (!existsSync(text)) throw new CliError(`--sensor is neither JSON nor a file: ${text}`);
  return readSensorDescription(new TextDecoder().decode(readInput(text, 'sensor description')), text);
}
