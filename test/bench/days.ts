// Days in a home, by the robot's own clock:
//   npm run bench:days -- [--days 30] [--seed 1] [--fault waitsForClock,forgetsRuns,copiesRuns,asksTheTime] [--json FILE]
// A robot whose clock says 1970 and is never set cleans two rooms each morning and one of them on weekday afternoons, as a page has
// told it to. Its power is cut once in the middle of a clean, and it is switched off once. It is simulated while it is awake. What is
// wrong at the end is printed, and the exit code is 1; `--fault` plants something that must be found.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zoneOffset } from '@homebound/home';
import { type DueTime, dueTimes } from '@homebound/mission';
import { initPhysics } from '@homebound/sim';
import type { Schedule } from '@homebound/wire';
import { benchArgs, endBench } from './benchArgs.ts';
import { type DaysFault, daysFaults } from './daysFaults.ts';
import { date, judgeStay, type StayReport } from './daysJudge.ts';
import { DaysPage } from './daysPage.ts';
import { DaysStay } from './daysStay.ts';

const { values } = benchArgs({
  options: {
    days: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    fault: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});
const days = Number(values.days);
if (!Number.isInteger(days) || days < 3) endBench(`--days is a whole number of at least 3, not ${values.days}`);
const planted = values.fault.split(',').filter(Boolean);
const unknown = planted.find((fault) => !(daysFaults as readonly string[]).includes(fault));
if (unknown !== undefined) endBench(`--fault knows ${daysFaults.join(', ')}, not ${unknown}`);

const DAY_S = 86_400;
const HOUR_S = 3600;
const timeZone = 'Europe/Berlin';
const zone = zoneOffset(timeZone);
/** 01:00 on this wall is 00:00 UTC, all of January. */
const wall = (day: number, hour: number): number => day * DAY_S + hour * HOUR_S - zone(day * DAY_S);

const looks: StayReport['looks'][number][] = [];
const nights: StayReport['nights'][number][] = [];
const faults: string[] = [];
const due: DueTime[] = [];
const folder = mkdtempSync(join(tmpdir(), 'homebound-days-'));
const begun_ms = performance.now();

/** From one switching on to the next. @param end_s  by the robot's clock */
async function stay(
  boot: number,
  end_s: number,
  isCut: boolean,
  first: (robot: DaysStay, page: DaysPage) => Promise<void>,
) {
  const robot = await DaysStay.begin({ folder, seed: Number(values.seed), faults: planted as DaysFault[] }, boot);
  const page = new DaysPage(robot.url);
  await first(robot, page);
  for (let day = Math.floor(robot.clock.wall_s() / DAY_S); robot.clock.wall_s() < end_s; day++) {
    await robot.until(Math.min(end_s, wall(day, 24)));
    if (robot.clock.wall_s() < wall(day, 24)) break;
    nights.push({ day, isDocked: robot.isDocked, storeBytes: robot.storeBytes });
    if ([0, Math.floor(days / 2), days - 1].includes(day)) looks.push({ day, ...(await page.look()) });
    const runs = (await page.runs()).length;
    console.log(
      `${date(robot.clock.wall_s())}  ${runs} runs, ${(robot.storeBytes / 1e6).toFixed(2)} MB, ${seconds()} s`,
    );
  }
  const history = await page.history();
  await robot.end(isCut);
  faults.push(...robot.faults);
  return history;
}

function seconds(): number {
  return Math.round((performance.now() - begun_ms) / 1000);
}

const everyDay: Schedule = { id: 'mornings', isOn: true, days: [1, 2, 3, 4, 5, 6, 7], time: '09:00' };

/** A person cleans for the first time, and says when it is to be done from then on. */
async function settleIn(robot: DaysStay, page: DaysPage): Promise<void> {
  await page.settle({ robotName: 'Homebound', timeZone, keepHistory_days: 365 });
  await robot.clean();
  const { rooms } = await page.look();
  const oneRoom: Schedule = {
    id: 'afternoons',
    isOn: true,
    days: [1, 2, 3, 4, 5],
    time: '15:00',
    rooms: rooms.slice(0, 1),
    settings: { passes: '1' },
  };
  await page.set([everyDay, oneRoom]);
  due.push(...dueTimes([everyDay, oneRoom], zone, robot.clock.wall_s(), wall(days, 0)));
}

const nothing = async (): Promise<void> => {};

try {
  await initPhysics();
  const cutAt_s = wall(Math.floor(days / 3), 9) + 300;
  await stay(0, cutAt_s, true, settleIn);
  await stay(1, wall(Math.floor((2 * days) / 3), 8), false, nothing);
  const runs = await stay(2, wall(days, 0), false, nothing);
  const problems = judgeStay({ due, runs, cutAt_s, looks, nights, faults });
  const figures = {
    days,
    seed: Number(values.seed),
    planted,
    due: due.length,
    runs: runs.length,
    looks,
    storeBytes: nights.map(({ storeBytes }) => storeBytes),
    runBytes: Math.max(...runs.map((run) => JSON.stringify(run).length)),
    wall_s: seconds(),
    problems,
  };
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(figures));
  console.log(
    `${days} days: ${due.length} jobs were due, ${runs.length} runs are known, ${problems.length} problems, ${seconds()} s`,
  );
  for (const problem of problems) console.log(`  ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
