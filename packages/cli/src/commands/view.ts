import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readTrajectory } from '@homebound/formats';
import { LiveView } from '@homebound/wire';
import { CliError } from '../errors.ts';
import { MAX_RECORDING_BYTES, readInput } from '../files.ts';
import { helloOf } from '../helloOf.ts';
import { servePage } from '../servePage.ts';
import { loadMap } from '../worlds.ts';

/** `homebound view`: a run that is over, or a map, on the same page as the live one. */
export async function view(path: string, options: { readonly port: number }): Promise<void> {
  if (!existsSync(path))
    throw new CliError(`neither a run folder nor a map: ${path} (homebound simulate --headless makes a run folder)`);
  const isFolder = statSync(path).isDirectory();
  const map = loadMap(isFolder ? join(path, 'map.yaml') : path);
  const live = new LiveView(helloOf({ mode: 'recording', place: basename(path), commands: [] }));
  live.grid('map', 0, map, map.data);
  if (isFolder) showRun(live, path);
  else live.status(0, { state: 'idle', reason: 'A map, without a robot.' });
  await servePage(
    { port: options.port, source: live, commands: (_, answer) => answer(false, 'This run is over.') },
    `Showing ${path}.`,
  );
}

function showRun(live: LiveView, folder: string): void {
  const text = (name: string): string =>
    new TextDecoder().decode(readInput(join(folder, name), 'file of the run folder', MAX_RECORDING_BYTES));
  const poses = readTrajectory(text('estimate.csv'), join(folder, 'estimate.csv'));
  const last = poses.at(-1);
  if (last === undefined) throw new CliError(`${folder}: estimate.csv holds no pose`);
  live.pose(last.stamp_s, last.T, new Float64Array(9));
  live.replaceTrail(
    last.stamp_s,
    poses.filter((_, i) => i % 5 === 0).flatMap(({ T }) => [T.x, T.y]),
  );
  const summary = existsSync(join(folder, 'summary.json')) ? JSON.parse(text('summary.json')) : undefined;
  live.status(last.stamp_s, {
    state: summary?.finished ? 'finished' : 'stopped',
    reason: summary?.reason ?? 'This run did not come to its end.',
    coverage: summary?.coverage ?? 0,
    drivenLength_m: summary?.path_m ?? 0,
    cleaningTime_s: last.stamp_s,
  });
}
