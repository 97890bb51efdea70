// One log through Slam, in a process of its own so that its memory is its own. Usage: slamLog LOG.gz RELATIONS.gz OUT [key=value ...]
// Prints one line of JSON; with OUT other than "-" also writes OUT.png and OUT.csv.
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readCarmen, readRelations } from '@homebound/formats';
import type { StampedPose } from '@homebound/math';
import { Slam } from '@homebound/slam';
import { encode } from 'fast-png';
import { scoreRelations } from './relations.ts';

const [logPath, relationsPath, out, ...settings] = process.argv.slice(2);
const text = (path: string) => {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1');
};

/** `match.robustScale_m=0.1` becomes { match: { robustScale_m: 0.1 } }: for experiments; results are reported without. */
function optionsOf(pairs: readonly string[]): Record<string, unknown> {
  const options: Record<string, Record<string, unknown>> = {};
  for (const pair of pairs) {
    const [key, value] = pair.split('=');
    const path = key.split('.');
    const name = path.pop()!;
    let at: Record<string, unknown> = options;
    for (const part of path) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at[name] = JSON.parse(value);
  }
  return options;
}

const log = readCarmen(text(logPath), { input: logPath });
const relations = readRelations(text(relationsPath), relationsPath);
const first = log.records.find((record) => record.kind === 'scan')!;
const given = optionsOf(settings);
/** `log.stride=4` offers every fourth scan only: big steps between scans. */
const stride = Number((given.log as { stride?: number } | undefined)?.stride ?? 1);
const slam = new Slam({
  ...given,
  projector: { T_base_lidar: first.T_base_lidar, ...(given.projector as object | undefined) },
});
const trajectory: StampedPose[] = [];
const refused: Record<string, number> = {};
let worst_ms = 0;
let searched = 0;
let lost = 0;
let drawn = 0;
let ratios = 0;
let weak = 0;
let iterations = 0;
let index = 0;
const lowRatio = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const cpuBefore = process.cpuUsage();
for (const record of log.records) {
  if (record.kind !== 'scan') continue;
  slam.addOdometry(record.stamp_s, record.T_odom_base);
  if (index++ % stride !== 0) {
    trajectory.push({ stamp_s: record.stamp_s, T: slam.poseAt(record.stamp_s)! });
    continue;
  }
  const start = process.hrtime.bigint();
  const result = slam.addScan(record);
  worst_ms = Math.max(worst_ms, Number(process.hrtime.bigint() - start) / 1e6);
  if (result.ok) {
    trajectory.push({ stamp_s: result.stamp_s, T: result.T_map_base });
    if (result.searched) searched++;
    if (!result.matched) lost++;
    if (result.changed) drawn++;
    if (result.weakDirection_rad !== undefined) weak++;
    ratios += result.inlierRatio;
    iterations += result.iterations;
    lowRatio[Math.floor(10 * result.inlierRatio)]++;
  } else {
    refused[result.reason] = (refused[result.reason] ?? 0) + 1;
    const T = slam.poseAt(record.stamp_s);
    if (T) trajectory.push({ stamp_s: record.stamp_s, T });
  }
}
const cpu = process.cpuUsage(cpuBefore);
const cpu_s = (cpu.user + cpu.system) / 1e6;
const score = scoreRelations(trajectory, relations);
const last_s = log.records.at(-1)!.stamp_s - log.records[0].stamp_s;
const map = slam.map()!;
if (out !== '-') {
  const pixels = new Uint8Array(map.width * map.height);
  for (let y = 0; y < map.height; y++)
    for (let x = 0; x < map.width; x++) {
      const v = map.data[y * map.width + x];
      pixels[(map.height - 1 - y) * map.width + x] = v < 0 ? 205 : v > 65 ? 0 : 254 - v;
    }
  writeFileSync(`${out}.png`, encode({ width: map.width, height: map.height, data: pixels, channels: 1, depth: 8 }));
  writeFileSync(
    `${out}.csv`,
    `stamp_s,x_m,y_m,yaw_rad\n${trajectory.map(({ stamp_s, T }) => `${stamp_s.toFixed(6)},${T.x},${T.y},${T.theta}`).join('\n')}\n`,
  );
}
console.log(
  JSON.stringify({
    scans: log.scanCount,
    duration_s: last_s,
    score,
    cpu_s,
    perScan_ms: (1000 * cpu_s) / log.scanCount,
    timesRealTime: last_s / cpu_s,
    worstScan_ms: worst_ms,
    peakRss_mb: process.resourceUsage().maxRSS / 1024,
    searched,
    lost,
    drawn,
    weak,
    refused,
    meanInlierRatio: ratios / trajectory.length,
    meanIterations: iterations / trajectory.length,
    inlierHistogram: lowRatio,
    map: { width: map.width, height: map.height, resolution_m: map.resolution_m },
    checksum: slam.checksum(),
  }),
);
