import { zoneOffset } from '@homebound/home';
import { CliError } from '../errors.ts';
import { AT_KEYBOARD, withKeptStore } from '../keptStore.ts';
import { askLog, type ToldLog, toldLog } from '../processes/logWindow.ts';
import { userId } from '../processes/userId.ts';
import { wallTime } from '../wallTime.ts';

export interface LogOptions {
  /** Folder of the sockets of a robot that runs. */
  readonly run?: string;
  /** Whom the mind of that robot belongs to; this user when absent. */
  readonly mindUser?: string;
  readonly json?: boolean;
}

/** `homebound log`: who did what with the robot, for whoever has it in hand; no login. */
export async function log(folder: string | undefined, { run, mindUser, json }: LogOptions): Promise<void> {
  if ((folder === undefined) === (run === undefined))
    throw new CliError('Say whose log: the folder of a home whose robot is off, or --run with that of one that runs');
  const [told, zone] = folder === undefined ? [await ofRunning(run!, mindUser), 'UTC'] : ofFolder(folder);
  if (json) process.stdout.write(`${JSON.stringify(told)}\n`);
  else process.stdout.write(`${lines(told, zone).join('\n')}\n`);
  for (const broken of told.breaks) process.stderr.write(`warning: the log is not as it was written: ${broken}\n`);
  if (told.breaks.length > 0) process.exitCode = 1;
}

async function ofRunning(run: string, mindUser: string | undefined): Promise<ToldLog> {
  const uid = userId(mindUser);
  try {
    return await askLog(run, uid);
  } catch (cause) {
    throw new CliError(`No robot that runs in ${run} tells its log: ${(cause as Error).message}`, { cause });
  }
}

function ofFolder(folder: string): [ToldLog, string] {
  const nothing: [ToldLog, string] = [{ entries: [], breaks: [] }, 'UTC'];
  return (
    withKeptStore(folder, false, (store) => {
      const { timeZone } = store.ask('readSettings', {}, AT_KEYBOARD).answer;
      return [toldLog(store.readAudit(), store.begin().bytes.pairing, Date.now() / 1000), timeZone] as [
        ToldLog,
        string,
      ];
    }) ?? nothing
  );
}

function lines({ entries }: ToldLog, timeZone: string): string[] {
  const zone = zoneOffset(timeZone);
  if (entries.length === 0) return ['Nothing was written down yet.'];
  return entries.map(({ stamp_s, text }) => `${wallTime(stamp_s, zone)}  ${text}`);
}
