// temporary driver
import { readFileSync, writeFileSync } from 'node:fs';
import { decodeMap, readGrayImage, readMapYaml } from '@homebound/formats';
import { resampleConservative } from '@homebound/grid';
import { concatenate, freeSpace, planCoverage, segmentRooms } from '@homebound/plan';
import { encode } from 'fast-png';
import { TruthFloor } from './planJudge.ts';
const dir = '/work/shared/data/homes';
const names = (process.argv[2] ?? 'paper_01,paper_02,paper_03,paper_06').split(',');
const w = Number(process.argv[3] ?? 0.3);
for (const name of names) {
  const yaml = readMapYaml(readFileSync(`${dir}/${name}.yaml`, 'utf8'));
  const map = resampleConservative(decodeMap(yaml, readGrayImage(readFileSync(`${dir}/${name}.pgm`))), 0.05);
  const body = { radius_m: 0.17, brush_m: w };
  let t = process.cpuUsage().user;
  const space = freeSpace(map, { margin_m: 0, brushWidth_m: w });
  const s = space.standable.indexOf(1);
  const from = { x: space.originX_m + ((s % space.width) + 0.5) * 0.05, y: space.originY_m + (Math.floor(s / space.width) + 0.5) * 0.05 };
  const rooms = process.argv[5] ? segmentRooms(map) : undefined;
  const plan = planCoverage({ space, from, rooms });
  const cpu = (process.cpuUsage().user - t) / 1000;
  const truth = new TruthFloor(map, body);
  const path = concatenate(plan.strokes);
  const { verdict: v, swept } = truth.judge(path, body);
  const kinds = { perimeter: 0, lane: 0, patch: 0, travel: 0 } as Record<string, number>;
  const n = { perimeter: 0, lane: 0, patch: 0, travel: 0 } as Record<string, number>;
  for (const st of plan.strokes) { n[st.kind]++; for (let i = 2; i < st.path.length; i += 2) kinds[st.kind] += Math.hypot(st.path[i] - st.path[i - 2], st.path[i + 1] - st.path[i - 1]); }
  console.log(name, v.brushable_m2.toFixed(1), 'cov', (v.coverage * 100).toFixed(2), 'own', (plan.coveredShare * 100).toFixed(2), 'λ', v.lengthRatio.toFixed(2), 'm2/min', v.m2PerMin.toFixed(2), 'inv', v.invalidPoses, v.leastClearance_m.toFixed(3), 'cpu', cpu.toFixed(0), 'miss', v.largestMiss_m2.toFixed(3), Object.entries(kinds).map(([k, x]) => `${k} ${n[k]}: ${x.toFixed(0)}m`).join(' '));
  if (process.argv[4]) draw(`${process.argv[4]}/${name}.png`, truth, swept, plan.strokes, map, rooms);
}
function draw(file: string, truth: TruthFloor, swept: Uint8Array, strokes: any, map: any, rooms: any) {
  const W = truth.width, H = truth.height;
  const px = new Uint8Array(W * H * 3);
  for (let y = 0; y < H; y++) for (let x = 0; x < W; x++) {
    const i = y * W + x, o = ((H - 1 - y) * W + x) * 3;
    const c = truth.clearance_m[i] <= 0 ? [40, 40, 40] : truth.brushable[i] ? (swept[i] ? tint(rooms, map, x, y) : [255, 60, 60]) : [170, 170, 180];
    px.set(c, o);
  }
  const col: any = { perimeter: [0, 90, 220], lane: [0, 140, 0], patch: [220, 120, 0], travel: [150, 0, 150] };
  for (const s of strokes) for (let i = 2; i < s.path.length; i += 2) {
    const d = Math.hypot(s.path[i] - s.path[i - 2], s.path[i + 1] - s.path[i - 1]);
    for (let k = 0; k <= d / 0.005; k++) {
      const t = Math.min(1, k * 0.005 / d);
      const x = Math.floor((s.path[i - 2] + t * (s.path[i] - s.path[i - 2]) - map.originX_m) * 100), y = Math.floor((s.path[i - 1] + t * (s.path[i + 1] - s.path[i - 1]) - map.originY_m) * 100);
      px.set(col[s.kind], ((H - 1 - y) * W + x) * 3);
    }
  }
  writeFileSync(file, encode({ width: W, height: H, data: px, channels: 3, depth: 8 }));
}

function tint(rooms: any, map: any, x: number, y: number) {
  if (!rooms) return [225, 240, 225];
  const l = rooms.labels[Math.floor(y / 5) * map.width + Math.floor(x / 5)];
  return l === 0 ? [255, 255, 255] : [180 + ((l * 47) % 75), 180 + ((l * 83) % 75), 180 + ((l * 29) % 75)];
}
