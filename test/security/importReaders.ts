import {
  decodeHomeMap,
  decodeMap,
  importMap,
  readCarmen,
  readG2o,
  readMapYaml,
  readRelations,
  readRoomsDocument,
  readSensorDescription,
  readTrajectory,
  readValetudoMap,
  vendorHome,
} from '@homebound/formats';
import { Recording, readBagMetadata, unpackedBound } from '@homebound/graph';
import { readSdf } from '@homebound/sim';

/** Takes bytes from outside apart; gives nothing back. Throws what its reader throws. */
export type Reader = (bytes: Uint8Array) => void;

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const how = { name: 'home', now_s: 0, appVersion: '0', resolution_m: 0.05 };
const smallMap = readMapYaml('image: map.pgm\nresolution: 0.05\norigin: [0, 0, 0]\n');

const MESH_WORLD =
  '<sdf version="1.9"><world name="w"><model name="m"><static>1</static><link name="l"><collision name="c"><geometry><mesh><uri>model://m.dae</uri></mesh></geometry></collision></link></model><homebound:dock>0 0 0</homebound:dock></world></sdf>';

/** Every reader of files from outside, by what it reads. */
export const readers = {
  hbmap: (bytes) => void decodeHomeMap(bytes),
  valetudo: (bytes) => {
    const map = readValetudoMap(text(bytes));
    vendorHome(map);
  },
  import: (bytes) => void importMap(bytes, how),
  yaml: (bytes) => void readMapYaml(text(bytes)),
  picture: (bytes) => void decodeMap(smallMap, bytes),
  carmen: (bytes) => void readCarmen(text(bytes)),
  sensor: (bytes) => void readSensorDescription(text(bytes)),
  rooms: (bytes) => void readRoomsDocument(text(bytes)),
  relations: (bytes) => void readRelations(text(bytes)),
  trajectory: (bytes) => void readTrajectory(text(bytes)),
  g2o: (bytes) => void readG2o(text(bytes)),
  sdf: (bytes) => void readSdf(text(bytes)),
  collada: (bytes) => void readSdf(MESH_WORLD, { resolve: () => text(bytes) }),
  mcap: (bytes) => {
    for (const { data } of new Recording(bytes).messages()) if (data.length > 2 ** 26) return;
  },
  bag: (bytes) => void readBagMetadata(text(bytes)),
  zstd: (bytes) => void unpackedBound(bytes),
} satisfies Record<string, Reader>;
export type ReaderName = keyof typeof readers;

/** Errors that say in one line what is wrong with a file; anything else is a mistake of ours. */
export function isRefusal(error: unknown, reader: ReaderName): boolean {
  const { name, message } = error as Error;
  if (/\n/.test(message) || message.length > 600) return false;
  return name === 'FormatError' || (['mcap', 'bag', 'zstd'].includes(reader) && name === 'RangeError');
}
