import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import zstd from '@foxglove/wasm-zstd';
import { encodeHomeMap, importMap } from '@homebound/formats';
import { encode } from 'fast-png';

import type { ReaderName } from './importReaders.ts';

await zstd.isLoaded;

/** Public data, as all tests look for it. */
const dataFolder = process.env.HOMEBOUND_DATA ?? '../shared/data';

/** Real files that a reader is given with something wrong in them; small ones, so that many can be tried. */
export function importSeeds(): Record<ReaderName, Uint8Array[]> {
  const read = (...path: string[]): Uint8Array => new Uint8Array(readFileSync(join(dataFolder, ...path)));
  const vendor = readdirSync(join(dataFolder, 'vendor-maps'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => read('vendor-maps', name))
    .sort((a, b) => a.length - b.length)
    .slice(0, 6);
  const home = encodeHomeMap(importMap(vendor[0], { name: 'home', now_s: 0, appVersion: '0', resolution_m: 0.05 }));
  const log = gunzipSync(read('slam', 'intel', 'intel.log.gz')).subarray(0, 40_000);
  const wholeLines = log.subarray(0, log.lastIndexOf(10) + 1);
  return {
    hbmap: [home],
    valetudo: vendor,
    import: [...vendor.slice(0, 2), home],
    yaml: [read('homes', 'extra_01.yaml')],
    picture: pictures(),
    carmen: [new Uint8Array(wholeLines)],
    sensor: [bytesOf('{"beams": 682, "fov_deg": 240, "maxRange_m": 4, "x_m": 0.145}')],
    rooms: [bytesOf(ROOMS)],
    relations: [new Uint8Array(gunzipSync(read('slam', 'intel', 'intel.relations.gz'))).subarray(0, 4000)],
    trajectory: [
      bytesOf('stamp_s,x_m,y_m,yaw_rad\n1.000000,2.500000,-3.000000,0.100000\n2.000000,2.600000,-3.000000,0.100000\n'),
    ],
    g2o: [smallGraph(Buffer.from(gunzipSync(read('slam', 'pose-graphs', 'MIT.g2o.gz'))).toString())],
    sdf: [read('worlds', 'oomwoo', sdfIn(join(dataFolder, 'worlds', 'oomwoo')))],
    collada: [bytesOf(MESH)],
    mcap: [read('rosbag2', 'oomwoo_scan.mcap').subarray(0, 60_000)],
    bag: [read('rosbag2', 'metadata.yaml')],
    zstd: [new Uint8Array(zstd.compress(read('rosbag2', 'metadata.yaml') as Buffer, 1))],
  };
}

export const haveSeeds = existsSync(dataFolder);

/** A real graph's first twenty poses, and the edges among them. */
function smallGraph(text: string): Uint8Array {
  const isSmall = (line: string): boolean => {
    const [tag, a, b] = line.split(/\s+/);
    return Number(a) < 20 && (tag === 'VERTEX_SE2' || (tag === 'EDGE_SE2' && Number(b) < 20));
  };
  return bytesOf(`FIX 0\n${text.split('\n').filter(isSmall).join('\n')}\n`);
}

function sdfIn(folder: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => /\.(world|sdf)$/.test(name));
  if (found === undefined) throw new Error(`${folder} holds no world`);
  return found;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** 8 x 6 pixels in each way that a map's picture comes: grey, colours with transparency, 16 bits, PGM binary and as text. */
function pictures(): Uint8Array[] {
  const [width, height] = [8, 6];
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => (i * 37) % 256);
  const wide = Uint16Array.from({ length: width * height }, (_, i) => i * 900);
  return [
    encode({ width, height, data: data.subarray(0, 48), channels: 1 }),
    encode({ width, height, data, channels: 4 }),
    encode({ width, height, data: wide, channels: 1, depth: 16 }),
    new Uint8Array(Buffer.concat([Buffer.from(`P5\n# a map\n${width} ${height}\n255\n`), data.subarray(0, 48)])),
    bytesOf(`P2\n${width} ${height}\n255\n${data.subarray(0, 48).join(' ')}\n`),
  ];
}

const ROOMS =
  '{"version":1,"frame":"map","resolution_m":0.05,"rooms":[{"id":1,"name":"Room 1","type":"other","area_m2":4,"centre":{"x":1,"y":1},"seen":true,"outline":[[0,0,2,0,2,2,0,2]],"doors":[{"to":2,"x":2,"y":1,"width_m":0.8}]}],"restrictions":{"noGo":[[0,0,1,0,1,1]],"noMop":[],"walls":[[0,0,1,1]],"thresholds":[]}}';

/** A box of two triangles a side, placed twice. */
const MESH = `<?xml version="1.0"?>
<COLLADA version="1.4.1"><asset><unit meter="0.1" name="dm"/><up_axis>Z_UP</up_axis></asset>
<library_geometries><geometry id="g"><mesh>
<source id="s"><float_array id="a" count="12">0 0 0 4 0 0 0 4 0 0 0 4</float_array><technique_common><accessor source="#a" count="4" stride="3"/></technique_common></source>
<vertices id="v"><input semantic="POSITION" source="#s"/></vertices>
<triangles count="4"><input semantic="VERTEX" source="#v" offset="0"/><p>0 1 2 0 1 3 0 2 3 1 2 3</p></triangles>
</mesh></geometry></library_geometries>
<library_visual_scenes><visual_scene id="scene"><node id="n"><translate>1 2 0</translate><instance_geometry url="#g"/></node>
<node id="k"><rotate>0 0 1 30</rotate><instance_node url="#n"/></node></visual_scene></library_visual_scenes>
<scene><instance_visual_scene url="#scene"/></scene></COLLADA>
`;
