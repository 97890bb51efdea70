import { existsSync, statSync } from 'node:fs';
import { decodeHomeMap, encodeHomeMap, type StoredMap } from '@homebound/formats';
import { CliError } from '../errors.ts';
import { readInput, writeWhole } from '../files.ts';
import { MapStore } from '../mapStore.ts';
import { mapVault } from '../mapVault.ts';

export interface MapsOptions {
  readonly undo?: string;
  readonly delete?: string;
  readonly export?: string;
  readonly import?: string;
  /** Where an exported map goes. */
  readonly out?: string;
  readonly json?: boolean;
}

/** `homebound maps`: what homes are kept in a folder; goes back to a revision, removes a map, carries one out or in. */
export function maps(folder: string, options: MapsOptions): void {
  if (!existsSync(folder)) throw new CliError(`Folder of maps not found: ${folder}`);
  if (!statSync(folder).isDirectory()) throw new CliError(`Not a folder of maps but a file: ${folder}`);
  const asked = (['undo', 'delete', 'export', 'import'] as const).filter((what) => options[what] !== undefined);
  if (asked.length > 1) throw new CliError(`--${asked.join(' and --')} are ${asked.length} things: give one of them`);
  const store = new MapStore(mapVault(folder), (text) => process.stderr.write(`warning: ${text}\n`));
  if (options.undo !== undefined) {
    const { name, id, revision, changed_s } = store.undo(idOf(store, options.undo)).meta;
    process.stderr.write(`${name} (${id}) is back to revision ${revision} of ${dateOf(changed_s)}\n`);
  }
  if (options.delete !== undefined) {
    const id = idOf(store, options.delete);
    store.delete(id);
    process.stderr.write(`${id} is removed with all its revisions; no key opens them any more\n`);
  }
  if (options.export !== undefined) carryOut(store, idOf(store, options.export), options.out);
  if (options.import !== undefined) carryIn(store, options.import);
  const floors = store.ids().map((id) => describe(store, id));
  process.stdout.write(options.json ? `${JSON.stringify(floors)}\n` : `${tableOf(floors, folder)}\n`);
}

/** Writes a map's newest revision as a file that anyone can read. */
function carryOut(store: MapStore, id: string, out = `${id}.hbmap`): void {
  const map = store.load(id);
  if (map === undefined) throw new CliError(`No map ${id}; there are ${store.ids().join(', ') || 'none'}`);
  writeWhole(out, encodeHomeMap(map));
  process.stderr.write(`${map.meta.name} is in ${out}, which is not encrypted\n`);
}

/** Takes a map from a file, as one of its own beside those that there are. */
function carryIn(store: MapStore, path: string): void {
  const map = decodeHomeMap(readInput(path, 'map'), path);
  const isTaken = store.ids().includes(map.meta.id);
  const id = isTaken ? store.freeId(map.meta.name) : map.meta.id;
  const { meta } = store.save({ ...map, meta: { ...map.meta, id } });
  process.stderr.write(`${meta.name} is kept as ${meta.id}\n`);
}

/** A map by its id, or by its name when only one has it. */
function idOf(store: MapStore, text: string): string {
  const ids = store.ids();
  if (ids.includes(text)) return text;
  const named = ids.filter((id) => nameOf(store, id) === text);
  if (named.length > 1) throw new CliError(`${named.length} maps are called ${text}; say which: ${named.join(', ')}`);
  return named[0] ?? text;
}

function nameOf(store: MapStore, id: string): string | undefined {
  return store.revisions(id).find(({ map }) => map !== undefined)?.map?.meta.name;
}

interface Floor {
  readonly id: string;
  /** Of the newest revision that can be read, like all that follows; absent when none can. */
  readonly name: string | undefined;
  readonly floor_m2: number | undefined;
  readonly nodes: number | undefined;
  readonly changed: string | undefined;
  readonly revisions: readonly {
    version: number;
    bytes: number;
    revision?: number;
    changed?: string;
    problem?: string;
  }[];
}

function describe(store: MapStore, id: string): Floor {
  const revisions = store.revisions(id);
  const newest = revisions.find(({ map }) => map !== undefined)?.map;
  return {
    id,
    name: newest?.meta.name,
    floor_m2: newest && seenFloor_m2(newest),
    nodes: newest?.nodes.stamps_s.length,
    changed: newest && dateOf(newest.meta.changed_s),
    revisions: revisions.map(({ version, bytes, map, problem }) => ({
      version,
      bytes,
      revision: map?.meta.revision,
      changed: map && dateOf(map.meta.changed_s),
      problem,
    })),
  };
}

/** Floor that rays crossed and at most every fourth ended on: free by SLAM's own threshold. */
function seenFloor_m2({ grid, meta }: StoredMap): number {
  let cells = 0;
  for (const count of grid.counts) if (count !== 0 && 4 * (count >>> 16) < (count & 0xffff)) cells++;
  return cells * meta.resolution_m * meta.resolution_m;
}

function dateOf(stamp_s: number): string {
  const date = new Date(stamp_s * 1000);
  return Number.isNaN(date.getTime()) ? `${stamp_s} s` : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function tableOf(floors: readonly Floor[], folder: string): string {
  if (floors.length === 0) return `${folder} holds no map yet`;
  const lines = floors.flatMap(({ id, name, floor_m2, nodes, revisions }) => [
    name === undefined
      ? `${id}: no revision can be read`
      : `${id}: ${name}, ${floor_m2?.toFixed(1)} m² of floor seen, ${nodes} nodes`,
    ...revisions.map(({ bytes, revision, changed, problem }) =>
      problem === undefined ? `  revision ${revision}, ${changed}, ${(bytes / 1e6).toFixed(2)} MB` : `  ${problem}`,
    ),
  ]);
  return lines.join('\n');
}
