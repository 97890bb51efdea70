import { extname, parse } from 'node:path';
import { encodeHomeMap, mapFromGrid } from '@homebound/formats';
import { knownPart } from '@homebound/grid';
import { type HomeStore, MapStore, seenFloor_m2 } from '@homebound/home';
import { slamParameters } from '@homebound/nodes';
import type { MapFileFormat } from '@homebound/wire';
import { CliError } from '../errors.ts';
import { readInput, writeWhole } from '../files.ts';
import { appVersion } from '../homeMap.ts';
import { AT_KEYBOARD, withKeptStore } from '../keptStore.ts';
import { loadMap } from '../worlds.ts';

export interface MapsOptions {
  readonly undo?: string;
  readonly delete?: string;
  readonly export?: string;
  readonly import?: string;
  /** What an exported map is written as. */
  readonly as?: MapFileFormat;
  /** Where an exported map goes. */
  readonly out?: string;
  readonly json?: boolean;
}

/** `homebound maps`: what homes are kept in a folder; goes back to a revision, removes a map, carries one out or in. */
export function maps(folder: string, options: MapsOptions): void {
  const asked = (['undo', 'delete', 'export', 'import'] as const).filter((what) => options[what] !== undefined);
  if (asked.length > 1) throw new CliError(`--${asked.join(' and --')} are ${asked.length} things: give one of them`);
  const floors = withKeptStore(folder, options.import !== undefined, (home, vault) => {
    const store = new MapStore(vault, (text) => void process.stderr.write(`warning: ${text}\n`));
    act(home, store, options);
    return store.ids().map((id) => describe(store, id));
  });
  if (floors === undefined && asked.length > 0) throw new CliError(`${folder} holds no map yet`);
  show(floors ?? [], folder, options);
}

function act(home: HomeStore, store: MapStore, options: MapsOptions): void {
  if (options.undo !== undefined) {
    const id = idOf(store, options.undo);
    home.ask('undoMap', { id }, AT_KEYBOARD);
    const meta = store.load(id)?.meta;
    if (meta !== undefined)
      process.stderr.write(`${meta.name} (${id}) is back to revision ${meta.revision} of ${dateOf(meta.changed_s)}\n`);
  }
  if (options.delete !== undefined) {
    const id = idOf(store, options.delete);
    const { gone } = home.ask('deleteMap', { id }, AT_KEYBOARD).answer;
    const runs = gone.length > 1 ? ` and the ${gone.length - 1} runs that were driven in it` : '';
    process.stderr.write(`${id} is removed with all its revisions${runs}; no key opens them any more\n`);
  }
  if (options.export !== undefined) {
    const id = idOf(store, options.export);
    carryOut(home, id, nameOf(store, id) ?? id, options);
  } else if (options.as !== undefined) throw new CliError('--as says how a map is exported: add --export MAP');
  if (options.import !== undefined) carryIn(home, store, options.import);
}

function show(floors: readonly Floor[], folder: string, { json }: MapsOptions): void {
  process.stdout.write(json ? `${JSON.stringify(floors)}\n` : `${tableOf(floors, folder)}\n`);
}

/** Writes a map's newest revision as a file that anyone can read. */
function carryOut(home: HomeStore, id: string, name: string, options: MapsOptions): void {
  const { bytes, answer } = home.ask('exportMap', { id, format: options.as ?? 'hbmap' }, AT_KEYBOARD);
  // The person at the keyboard asked for this map by its id: the file may say it.
  const out = options.out ?? `${id}${extname(answer.fileName)}`;
  writeWhole(out, bytes ?? new Uint8Array(0), 0o600);
  process.stderr.write(`${name} is in ${out}, which is not encrypted\n`);
}

/** Takes a map from a file, as one of its own beside those that there are. */
function carryIn(home: HomeStore, store: MapStore, path: string): void {
  const bytes = /\.ya?ml$/i.test(path) ? serverMap(path) : readInput(path, 'map');
  const { id } = home.ask('importMap', { name: parse(path).name }, AT_KEYBOARD, bytes).answer;
  process.stderr.write(`${nameOf(store, id)} is kept as ${id}\n`);
}

/** A map_server map as one that can be kept: its yaml and the picture beside it. */
function serverMap(path: string): Uint8Array {
  const resolution_m = slamParameters.resolution.default;
  const how = { name: parse(path).name, now_s: Math.floor(Date.now() / 1000), appVersion, resolution_m, input: path };
  return encodeHomeMap(mapFromGrid(knownPart(loadMap(path)), how));
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
