import { zoneOffset } from '@homebound/home';
import type { RunEntry } from '@homebound/wire';
import { AT_KEYBOARD, withKeptStore } from '../keptStore.ts';
import { wallTime } from '../wallTime.ts';

export interface HistoryOptions {
  /** Id of a run that is told with its events. */
  readonly run?: string;
  /** Id of a run that goes for good, or `all`. */
  readonly delete?: string;
  readonly json?: boolean;
}

/** `homebound history`: what was cleaned, when, by whose wish and how it ended. */
export function history(folder: string, options: HistoryOptions): void {
  const text = withKeptStore(folder, false, (store) => {
    if (options.delete !== undefined) {
      const ids = options.delete === 'all' ? {} : { ids: [options.delete] };
      const { gone } = store.ask('deleteRuns', ids, AT_KEYBOARD).answer;
      process.stderr.write(`${gone.length} gone, with the key that opened them\n`);
    }
    const { timeZone } = store.ask('readSettings', {}, AT_KEYBOARD).answer;
    if (options.run !== undefined)
      return oneRun(store.ask('readRun', { id: options.run }, AT_KEYBOARD).answer, timeZone, options);
    const { runs } = store.ask('listRuns', {}, AT_KEYBOARD).answer;
    return options.json ? JSON.stringify(runs) : tableOf(runs, timeZone);
  });
  process.stdout.write(`${text ?? (options.json ? '[]' : NOTHING)}\n`);
}

const NOTHING = 'Nothing was cleaned yet.';

function oneRun(
  run: RunEntry & { readonly events: readonly { stamp_s: number; state: string; reason: string }[] },
  timeZone: string,
  { json }: HistoryOptions,
): string {
  if (json) return JSON.stringify(run);
  const zone = zoneOffset(timeZone);
  const events = run.events.map(
    ({ stamp_s, state, reason }) => `  ${wallTime(stamp_s, zone)}  ${state.padEnd(10)}  ${reason}`,
  );
  return [lineOf(run, timeZone), ...events].join('\n');
}

function tableOf(runs: readonly RunEntry[], timeZone: string): string {
  return runs.length === 0 ? NOTHING : runs.map((run) => lineOf(run, timeZone)).join('\n');
}

function lineOf(
  { id, begun_s, ended_s, by, outcome, cleanedArea_m2, drivenLength_m, reason }: RunEntry,
  timeZone: string,
): string {
  const minutes = Math.round((ended_s - begun_s) / 60);
  const figures = `${minutes} min, ${cleanedArea_m2.toFixed(1)} m², ${Math.round(drivenLength_m)} m`;
  return `${id}  ${wallTime(begun_s, zoneOffset(timeZone))}  ${by}: ${outcome}, ${figures}. ${reason}`;
}
