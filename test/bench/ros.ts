// What the nodes do and cost on a real ROS 2 graph, as processes of their own that talk over DDS. Two parts:
//   clean  simulator and every node as one process each clean a world; the same seed on LocalGraph must give the same coverage within 2 points
//   cost   processor and memory (PSS) by process, and the time from a scan to its pose and to the next cmd_vel, with what thinks in one
//          process: 10 scans of 360 beams a second, cells of 5 cm, a home of 100 m², at the clock's pace
//   --part clean|cost|all (all)   --world W (test_room)   --seed N (1)   --pace P (2, of clean)   --max-time S (3600, simulated)
//   --home W (home:)   --home-seed N (7)   --warm S (600, simulated, before cost is measured)   --settle S (5)   --measure S (90)   --each (cost with one process each)
//   --flags='…' (of Node, for cost)   --env NAME=VALUE (for cost, as often as wanted; both as launch/run.sh has them)   --json FILE
// Bars: docked at >= 95 % of the floor that a brush reaches; grouped <= 200 MB of PSS without the simulator; scan to pose <= 20 ms at p95.
// Times are heard from outside, by a subscriber on the same machine with a monotonic clock; a quiet machine is needed. Needs ROS 2.
import { writeFileSync } from 'node:fs';
import { benchArgs } from './benchArgs.ts';
import type { Spread } from './loadFigures.ts';
import { runBody } from './rosBody.ts';
import { type Cleaned, cleanTwice } from './rosClean.ts';
import { type Cost, measureCost } from './rosCost.ts';
import { asInstalled } from './rosStack.ts';

const own = process.argv.slice(2);
if (own[0] === '--body') await runBody(Number(own[1]));
else await bench();

async function bench(): Promise<void> {
  const { values } = benchArgs({
    args: own,
    options: {
      part: { type: 'string', default: 'all' },
      world: { type: 'string', default: 'test_room' },
      seed: { type: 'string', default: '1' },
      pace: { type: 'string', default: '2' },
      'max-time': { type: 'string', default: '3600' },
      home: { type: 'string', default: 'home:' },
      'home-seed': { type: 'string', default: '7' },
      warm: { type: 'string', default: '600' },
      settle: { type: 'string', default: '5' },
      measure: { type: 'string', default: '90' },
      each: { type: 'boolean', default: false },
      env: { type: 'string', multiple: true },
      flags: { type: 'string', default: asInstalled().flags.join(' ') },
      json: { type: 'string' },
    },
  });
  const log = (text: string): void => console.log(text);
  const { part, world } = values;
  const seed = Number(values.seed);
  const pace = Number(values.pace);
  const cleaned =
    part === 'cost' ? undefined : await cleanTwice({ world, seed, pace, maxTime_s: Number(values['max-time']), log });
  if (cleaned !== undefined) sayCleaned(cleaned);
  const cost =
    part === 'clean'
      ? undefined
      : await measureCost({
          world: values.home,
          seed: Number(values['home-seed']),
          measure_s: Number(values.measure),
          warmUp_s: Number(values.warm),
          pace,
          begin: {
            flags: values.flags.split(' ').filter((flag) => flag !== ''),
            env: values.env ? Object.fromEntries(values.env.map((pair) => pair.split('=', 2))) : asInstalled().env,
          },
          settle_s: Number(values.settle),
          isGrouped: !values.each,
          log,
        });
  if (cost !== undefined) sayCost(cost, values.each);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ cleaned, cost }, null, 2)}\n`);
  process.exitCode = isGood(cleaned, cost, values.each) ? 0 : 1;
}

function isGood(cleaned: Cleaned | undefined, cost: Cost | undefined, each: boolean): boolean {
  const score = cleaned?.onRos.score;
  const isClean =
    cleaned === undefined || (score?.docked === true && score.coverage >= 0.95 && cleaned.difference <= 0.02);
  const isLean = cost === undefined || ((each || cost.robot.pss_mb <= 200) && cost.scanToPose.p95_ms <= 20);
  return isClean && isLean;
}

function sayCleaned({ onRos, inOneProcess, difference }: Cleaned): void {
  const { score } = onRos;
  const share = (x = 0): string => `${(100 * x).toFixed(2)} %`;
  console.log(
    `ROS 2, one process each: ${share(score?.coverage)}${score?.docked ? ', docked' : ', NOT docked'}, ${score?.stamp_s.toFixed(0)} s simulated in ${onRos.wall_s.toFixed(0)} s: ${onRos.reason}`,
  );
  console.log(
    `LocalGraph, same seed:   ${share(inOneProcess.coverage)}${inOneProcess.docked ? ', docked' : ', NOT docked'}; ${(100 * difference).toFixed(2)} points apart`,
  );
}

function sayCost(cost: Cost, each: boolean): void {
  console.log(
    `${cost.machine}; ${cost.measured_s.toFixed(0)} s at ${cost.pace.toFixed(2)} ×, map ${cost.map?.seen_m2.toFixed(0)} m² seen in cells of ${cost.map?.resolution_m.toFixed(3)} m`,
  );
  for (const [name, { cpu_percent, pss_mb, most_pss_mb }] of Object.entries(cost.processes))
    console.log(
      `  ${name.padEnd(10)} ${cpu_percent.toFixed(1).padStart(5)} % of a core  ${pss_mb.toFixed(1).padStart(6)} MB PSS (at most ${most_pss_mb.toFixed(1)})`,
    );
  const { robot } = cost;
  console.log(
    `  robot${each ? ', one process each' : ', grouped'}: ${robot.cpu_percent.toFixed(1)} % of a core, ${robot.pss_mb.toFixed(1)} MB PSS (at most ${robot.most_pss_mb.toFixed(1)})`,
  );
  console.log(`  ${cost.scans_hz.toFixed(2)} scans a second, ${cost.lost} without a pose`);
  const rows: [string, Spread][] = [
    ['scan → pose', cost.scanToPose],
    ['pose → cmd_vel', cost.poseToCommand],
    ['scan → cmd_vel', cost.scanToCommand],
  ];
  for (const [what, { count, p50_ms, p95_ms, p99_ms, most_ms }] of rows)
    console.log(
      `  ${what.padEnd(15)} median ${p50_ms.toFixed(1).padStart(5)}, p95 ${p95_ms.toFixed(1).padStart(5)}, p99 ${p99_ms.toFixed(1).padStart(5)}, most ${most_ms.toFixed(1)} ms (${count})`,
    );
}
