// Logs of buildings that nobody tuned on, made from drawn and real plans:
//   npm run bench:buildings -- --out DIR [--only NAME,...] [--data DIR]
// Writes DIR/NAME/NAME.log.gz (CARMEN) and NAME.relations.gz (true motions), as `npm run bench:slam -- --data DIR` reads them, and
// thinned copies of the real logs in --data/slam (see buildingsThinned.ts). The same bytes each time.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeCarmen, writeRelations, writeTrajectory } from '@homebound/formats';
import { createRng } from '@homebound/math';
import { benchArgs, endBench } from './benchArgs.ts';
import { drive } from './buildingsDrive.ts';
import type { Movable } from './buildingsFloor.ts';
import { record } from './buildingsRecord.ts';
import { relationsOf } from './buildingsRelations.ts';
import { type Site, sites, stopsOf } from './buildingsSites.ts';
import { thin, thinnings } from './buildingsThinned.ts';
import { World } from './buildingsWorld.ts';

const { values } = benchArgs({
  options: {
    out: { type: 'string' },
    only: { type: 'string' },
    data: { type: 'string' },
  },
});
const data = resolve(values.data ?? process.env.HOMEBOUND_DATA ?? '../shared/data');
if (values.out === undefined) endBench('name a folder for the logs with --out DIR');
if (!existsSync(join(data, 'slam'))) endBench(`there is no folder ${join(data, 'slam')}; name the data with --data`);
const only = values.only?.split(',');
const names = [...sites, ...thinnings].map(({ name }) => name);
for (const name of only ?? [])
  if (!names.includes(name)) endBench(`there is no ${name}; there are ${names.join(', ')}`);

for (const site of sites) if (!only || only.includes(site.name)) make(site, values.out);
for (const thinning of thinnings) {
  if (only && !only.includes(thinning.name)) continue;
  const { log, relations, scans, kept } = thin(data, thinning);
  write(values.out, thinning.name, log, relations);
  console.log(`${thinning.name.padEnd(16)} ${scans} scans, ${kept} relations`);
}

function make(site: Site, out: string): void {
  const { walls, movables, route } = site.plan(data);
  const seed = sites.indexOf(site) + 100;
  const rng = createRng(seed);
  const world = new World(walls, movablesBeside(movables, route), 0.4, seed);
  let length_m = 0;
  for (let i = 2; i < route.length; i += 2)
    length_m += Math.sqrt((route[i] - route[i - 2]) ** 2 + (route[i + 1] - route[i - 1]) ** 2);
  const turning = { turnRate_radps: 0.7, startTurn_rad: 0.3 };
  const truth = drive(route, { speed_mps: site.speed_mps, ...turning, stops: stopsOf(site, length_m) });
  const { records, scans } = record(world, truth, { ...site, seed });
  const relations = relationsOf(scans, site.relations, rng.fork('relations'));
  write(out, site.name, writeCarmen(records), writeRelations(relations));
  const poses = scans.map(({ stamp_s, T_world_laser }) => ({ stamp_s, T: T_world_laser }));
  writeFileSync(join(out, site.name, 'truth.csv'), writeTrajectory(poses));
  const loops = relations.filter((r) => r.toStamp_s - r.fromStamp_s > 60).length;
  console.log(
    `${site.name.padEnd(16)} ${scans.length} scans, ${length_m.toFixed(0)} m, ${relations.length} relations, ${loops} of loops: ${site.what}`,
  );
}

/** What may move: all but the doors on the robot's own way. */
function movablesBeside(movables: readonly Movable[], route: Float64Array): Movable[] {
  const crosses = ([x0, y0, x1, y1]: Float64Array, i: number) => {
    const side = (x: number, y: number) => (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
    const [ax, ay, bx, by] = route.subarray(i, i + 4);
    const across = (x: number, y: number) => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    return side(ax, ay) * side(bx, by) < 0 && across(x0, y0) * across(x1, y1) < 0;
  };
  return movables.filter(({ first }) => {
    for (let i = 0; i + 3 < route.length; i += 2) if (crosses(first, i)) return false;
    return true;
  });
}

function write(out: string, name: string, log: string, relations: string): void {
  mkdirSync(join(out, name), { recursive: true });
  writeFileSync(join(out, name, `${name}.log.gz`), gzipSync(log));
  writeFileSync(join(out, name, `${name}.relations.gz`), gzipSync(relations));
}
