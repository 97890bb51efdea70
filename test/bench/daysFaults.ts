import { createSocket } from 'node:dgram';
import type { Home, RobotClock } from '@homebound/home';
import type { RunKeeper } from '@homebound/nodes';

/** What a robot is built wrong with, to see that the judge finds it. */
export const daysFaults = ['waitsForClock', 'forgetsRuns', 'copiesRuns', 'asksTheTime'] as const;
export type DaysFault = (typeof daysFaults)[number];

/** What a robot has of its household, as the faults leave it. */
export function faulty(
  home: Home,
  clock: RobotClock,
  faults: readonly DaysFault[],
): Pick<Home, 'runs' | 'schedules' | 'dueStore' | 'pictures'> {
  const { dueStore, pictures } = home;
  const kept = faults.includes('forgetsRuns') ? everyOther(home.runs) : home.runs;
  const runs = faults.includes('copiesRuns') ? copying(kept) : kept;
  return {
    runs,
    dueStore,
    pictures,
    get schedules() {
      return faults.includes('waitsForClock') && !clock.isSet ? [] : home.schedules;
    },
  };
}

/** Each time that a run is handed over it is another. */
function copying(runs: RunKeeper): RunKeeper {
  return { ...runs, keep: (run, ...rest) => runs.keep({ ...run, id: runs.newId() }, ...rest) };
}

function everyOther(runs: RunKeeper): RunKeeper {
  let count = 0;
  const lost = new Set<string>();
  return {
    newId: () => {
      const id = runs.newId();
      if (++count % 2 === 0) lost.add(id);
      return id;
    },
    keep: (run, ...rest) => {
      if (!lost.has(run.id)) runs.keep(run, ...rest);
    },
  };
}

/** One question to a time server, as if it mattered what time it is. */
export function askTheTime(): void {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  const question = Buffer.alloc(48);
  question[0] = 0x23;
  socket.send(question, 123, '162.159.200.1', () => socket.close());
}
