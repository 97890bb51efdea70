import { CrashingDisk, folderKeyHome, Power, Vault } from '@homebound/vault';
import { type Act, carryOut, isSame, type Model, modelAfter, modelOf } from './vaultModel.ts';

export interface BoundaryFigures {
  /** Places at which the power went or the disk was full. */
  boundaries: number;
  /** States of the medium that were looked at behind them. */
  states: number;
  lost: number;
  half: number;
  problems: string[];
}

interface Disks {
  readonly power: Power;
  readonly data: CrashingDisk;
  readonly keys: CrashingDisk;
}

const HISTORY: Act[] = [1, 2, 3, 4].map((n) => ({ do: 'save', id: 'ground', n }));
const ACTS: Act[] = [
  { do: 'save', id: 'attic', n: 10 },
  { do: 'save', id: 'ground', n: 11 },
  { do: 'edit', id: 'ground', n: 12 },
  { do: 'undo', id: 'ground' },
  { do: 'delete', id: 'ground' },
  { do: 'rotate' },
  { do: 'reset' },
];
/** Of the changes of a folder that were not synced, so many subsets are tried. */
const MOST_SUBSETS = 256;
const SHARES = [0, 0.02, 0.25, 0.5, 0.75, 1];

/** Cuts the power before each step of each act, in every way that POSIX allows the medium to be left. */
export function cutAtEachStep(): BoundaryFigures {
  return atEachStep((disks, step, act) => {
    disks.power.failsBefore = step;
    attempt(() => carryOut(act.vault, act.act), /the power went/);
    return [...statesAfter(disks)];
  });
}

/** Fills the disk from each step of each act on; then there is room again. */
export function fillAtEachStep(): BoundaryFigures {
  return atEachStep((disks, step, act) => {
    disks.power.fullFrom = step;
    attempt(() => carryOut(act.vault, act.act), /ENOSPC/);
    disks.power.fullFrom = Number.POSITIVE_INFINITY;
    act.vault.close();
    return [disks];
  });
}

type Fault = (disks: Disks, step: number, on: { vault: Vault; act: Act }) => Disks[];

function atEachStep(fault: Fault): BoundaryFigures {
  const figures: BoundaryFigures = { boundaries: 0, states: 0, lost: 0, half: 0, problems: [] };
  for (const act of ACTS) {
    const calm = begin();
    const first = calm.disks.power.steps;
    carryOut(calm.vault, act);
    for (let step = first; step <= calm.disks.power.steps; step++) {
      const { disks, vault, model } = begin();
      figures.boundaries++;
      for (const state of fault(disks, step, { vault, act }))
        look(state, [model, modelAfter(model, act)], act, figures);
    }
  }
  return figures;
}

function begin(): { disks: Disks; vault: Vault; model: Model } {
  const power = new Power();
  const disks = { power, data: new CrashingDisk(power), keys: new CrashingDisk(power) };
  const vault = open(disks);
  let model: Model = {};
  for (const act of HISTORY) {
    carryOut(vault, act);
    model = modelAfter(model, act);
  }
  return { disks, vault, model };
}

const open = ({ data, keys }: Disks): Vault => Vault.open({ disk: data, keys: folderKeyHome(keys) });

function look(state: Disks, allowed: Model[], act: Act, figures: BoundaryFigures): void {
  figures.states++;
  try {
    const { model, wrong } = modelOf(open(state));
    figures.half += wrong.length;
    figures.problems.push(...wrong);
    if (allowed.some((one) => isSame(one, model))) return;
    figures.problems.push(`${act.do}: ${JSON.stringify(model)} instead of ${JSON.stringify(allowed)}`);
  } catch (error) {
    figures.problems.push(`${act.do}: ${(error as Error).message}`);
  }
  figures.lost++;
}

function* statesAfter({ data, keys }: Disks): Generator<Disks> {
  const ways = 2 ** (data.pending + keys.pending);
  const count = Math.min(ways, MOST_SUBSETS);
  for (let n = 0; n < count; n++)
    for (const share of SHARES) {
      const way = count === 1 ? 0 : Math.floor((n * (ways - 1)) / (count - 1));
      const power = new Power();
      yield {
        power,
        data: data.afterCrash(way, share, power),
        keys: keys.afterCrash(way >> data.pending, share, power),
      };
    }
}

function attempt(act: () => void, expected: RegExp): void {
  try {
    act();
  } catch (error) {
    if (!expected.test((error as Error).message)) throw error;
  }
}
