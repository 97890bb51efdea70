import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  encodeMap,
  mapPicture,
  readCarmen,
  readSensorDescription,
  type SensorDescription,
  writeTrajectory,
} from '@homebound/formats';
import { CliError } from '../errors.ts';
import { makeFolder, readInput, writeWhole } from '../files.ts';
import { type LogRecord, type MappedLog, mapLog } from '../mapLog.ts';
import { readBag } from '../readBag.ts';

export interface MapCommandOptions {
  readonly out: string;
  readonly sensor?: string;
  readonly resolution: number;
  readonly json?: boolean;
}

/** `homebound map`: reads the whole log, maps it, and only then writes: a log that is refused leaves no file behind. */
export async function map(log: string, options: MapCommandOptions): Promise<void> {
  const sensor = options.sensor === undefined ? undefined : sensorFrom(options.sensor);
  const records = await readLog(log, sensor);
  const cpu = process.cpuUsage();
  const result = mapLog(records, { resolution_m: options.resolution, input: log });
  const used = process.cpuUsage(cpu);
  const cpu_s = (used.user + used.system) / 1e6;
  if (result.map === undefined)
    throw new CliError(
      `${log}: none of its ${result.refused} scans could be used (${result.refusals}); no map was made`,
    );
  const summary = {
    log: basename(log),
    scans: result.scans,
    refused: result.refused,
    duration_s: result.duration_s,
    path_m: result.path_m,
    width: result.map.width,
    height: result.map.height,
    resolution_m: result.map.resolution_m,
    cpu_s,
    realTimeFactor: result.duration_s / cpu_s,
    peakRss_mb: process.resourceUsage().maxRSS / 1024,
  };
  writeMap(options.out, result, summary);
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else
    process.stdout.write(
      `${summary.scans} scans of ${summary.duration_s.toFixed(0)} s, ${summary.path_m.toFixed(0)} m, mapped in ${cpu_s.toFixed(1)} s of CPU ` +
        `(${summary.realTimeFactor.toFixed(0)} × real time); ${result.refused} scans refused\n${join(options.out, 'map.png')}\n`,
    );
}

function writeMap(out: string, { map, trajectory, online }: MappedLog, summary: object): void {
  if (map === undefined) return;
  makeFolder(out);
  const files = encodeMap(map, 'map.pgm');
  writeWhole(join(out, 'trajectory.csv'), writeTrajectory(trajectory));
  writeWhole(join(out, 'online.csv'), writeTrajectory(online));
  writeWhole(join(out, 'map.png'), mapPicture(map, { trajectory }));
  writeWhole(join(out, 'map.pgm'), files.pgm);
  writeWhole(join(out, 'map.yaml'), files.yaml);
  writeWhole(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
}

async function readLog(path: string, sensor: SensorDescription | undefined): Promise<Iterable<LogRecord>> {
  const bytes = readInput(path, 'log');
  if (extname(path) === '.mcap') return readBag(bytes, path);
  let plain = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      plain = gunzipSync(bytes);
    } catch (cause) {
      throw new CliError(`${path}: the gzip file is cut off or damaged (${(cause as Error).message}); copy it again`, {
        cause,
      });
    }
  }
  return readCarmen(new TextDecoder().decode(plain), { sensor, input: path }).records;
}

function sensorFrom(text: string): SensorDescription {
  if (text.trimStart().startsWith('{')) return readSensorDescription(text, '--sensor');
  if (!existsSync(text)) throw new CliError(`--sensor is neither JSON nor a file: ${text}`);
  return readSensorDescription(new TextDecoder().decode(readInput(text, 'sensor description')), text);
}
