import type { HomeCall } from '@homebound/wire';

const MiB = 2 ** 20;

/**
 * All that a gateway can ask of the home's store, and most bytes that come with it. What is asked is checked by the store itself, once.
 * Keys are not in it, and nothing that gives one.
 */
export const callBytes: Readonly<Record<HomeCall, number>> = {
  listMaps: 0,
  exportMap: 0,
  importMap: 32 * MiB,
  undoMap: 0,
  deleteMap: 0,
  listRuns: 0,
  readRun: 0,
  deleteRuns: 0,
  listPictures: 0,
  exportPicture: 0,
  keepPictures: 0,
  deletePictures: 0,
  readSchedules: 0,
  writeSchedules: 0,
  readSettings: 0,
  writeSettings: 0,
  backup: 0,
  restore: 256 * MiB,
  update: 256 * MiB,
  reset: 0,
};

/** Most bytes of a call by its name; undefined for one that is not in the table, as are the properties of every object. */
export function bytesOf(call: string): number | undefined {
  return Object.hasOwn(callBytes, call) ? callBytes[call as HomeCall] : undefined;
}
