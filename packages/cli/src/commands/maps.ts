import { existsSync, statSync } from 'node:fs';
import { parse } from 'node:path';
import { HomeStore, holdsHome, homePlace, MapStore, openHomeVault, seenFloor_m2 } from '@homebound/home';
import { CliError } from '../errors.ts';
import { readInput, writeWhole } from '../files.ts';
import { appVersion } from '../homeMap.ts';

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
  const place = homePlace(folder);
  // Looking makes no store.
  if (!holdsHome(place) && options.import === undefined) {
    if (asked.length > 0) throw new CliError(`${folder} holds no map yet`);
    return show([], folder, options);
  }
  const warn = (text: string): void => void process.stderr.write(`warning: ${text}\n`);
  const vault = openHomeVault(place, warn);
  try {
    const now_s = (): number => Date.now() / 1000;
    const home = new HomeStore(vault, { appVersion, now_s, warn, changed: () => {} });
    const store = new MapStore(vault, warn);
    act(home, store, options);
    show(
      store.ids().map((id) => describe(store, id)),
      folder,
      options,
    );
  } finally {
    vault.close();
  }
}

function act(home: HomeStore, store: MapStore, options: MapsOptions): void {
  if (options.undo !== undefined) {
    const id = idOf(store, options.undo);
    home.ask('undoMap', { id }, BY);
    const meta = store.load(id)?.meta;
    if (meta !== undefined)
      process.stderr.write(`${meta.name} (${id}) is back to revision ${meta.revision} of ${dateOf(meta.changed_s)}\n`);
  }
  if (options.delete !== undefined) {
    const id = idOf(store, options.delete);
    const { gone } = home.ask('deleteMap', { id }, BY).answer;
    const runs = gone.length > 1 ? ` and the ${gone.length - 1} runs that were driven in it` : '';
    process.stderr.write(`${id} is removed with all its revisions${runs}; no key opens them any more\n`);
  }
  if (options.export !== undefined) {
    const id = idOf(store, options.export);
    carryOut(home, id, nameOf(store, id) ?? id, options.out);
  }
  if (options.import !== undefined) carryIn(home, store, options.import);
}

/** Who asks, in the audit log: somebody at this machine's keyboard. */
const BY = 'here';

function show(floors: readonly Floor[], folder: string, { json }: MapsOptions): void {
  process.stdout.write(json ? `${JSON.stringify(floors)}\n` : `${tableOf(floors, folder)}\n`);
}

/** Writes a map's newest revision as a file that anyone can read. */
function carryOut(home: HomeStore, id: string, name: string, out = `${id}.hbmap`): void {
  const { bytes } = home.ask('exportMap', { id, format: 'hbmap' }, BY);
  writeWhole(out, bytes ?? new Uint8Array(0));
  process.stderr.write(`${name} is in ${out}, which is not encrypted\n`);
}

/** Takes a map from a file, as one of its own beside those that there are. */
function carryIn(home: HomeStore, store: MapStore, path: string): void {
  const bytes = readInput(path, 'map');
  const { id } = home.ask('importMap', { name: parse(path).name }, BY, bytes).answer;
  process.stderr.write(`${nameOf(store, id)} is kept as ${id}\n`);
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
