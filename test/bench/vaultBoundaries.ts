import { CrashingDisk, type Disk, folderKeyHome, type KeyHome, Power, Vault } from '@homebound/vault';
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

/** A fault to be found: what stands between the vault and its folders. */
export interface BoundaryPlant {
  readonly data?: (disk: Disk) => Disk;
  readonly keys?: (keys: KeyHome) => KeyHome;
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
export function cutAtEachStep(plant: BoundaryPlant = {}, most = MOST_SUBSETS): BoundaryFigures {
  return atEachStep(plant, (disks, step, { vault, act }, figures) => {
    disks.power.failsBefore = step;
    attempt(() => carryOut(vault, act), /the power went/, figures);
    return [...statesAfter(disks, most)];
  });
}

/** Fills the disk from each step of each act on; then there is room again. */
export function fillAtEachStep(plant: BoundaryPlant = {}): BoundaryFigures {
  return atEachStep(plant, (disks, step, { vault, act }, figures) => {
    disks.power.fullFrom = step;
    attempt(() => carryOut(vault, act), /ENOSPC/, figures);
    disks.power.fullFrom = Number.POSITIVE_INFINITY;
    vault.close();
    return [disks];
  });
}

type Fault = (disks: Disks, step: number, on: { vault: Vault; act: Act }, figures: BoundaryFigures) => Disks[];

function atEachStep(plant: BoundaryPlant, fault: Fault): BoundaryFigures {
  const figures: BoundaryFigures = { boundaries: 0, states: 0, lost: 0, half: 0, problems: [] };
  for (const act of ACTS) {
    const calm = begin(plant);
    const first = calm.disks.power.steps;
    carryOut(calm.vault, act);
    for (let step = first; step <= calm.disks.power.steps; step++) {
      const { disks, vault, model } = begin(plant);
      figures.boundaries++;
      for (const state of fault(disks, step, { vault, act }, figures))
        look(state, [model, modelAfter(model, act)], act, figures);
    }
  }
  return figures;
}

function begin(plant: BoundaryPlant): { disks: Disks; vault: Vault; model: Model } {
  const power = new Power();
  const disks = { power, data: new CrashingDisk(power), keys: new CrashingDisk(power) };
  const vault = open(disks, plant);
  let model: Model = {};
  for (const act of HISTORY) {
    carryOut(vault, act);
    model = modelAfter(model, act);
  }
  return { disks, vault, model };
}

function open({ data, keys }: Disks, plant: BoundaryPlant = {}): Vault {
  const home = folderKeyHome(keys);
  return Vault.open({ disk: plant.data?.(data) ?? data, keys: plant.keys?.(home) ?? home });
}

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

function* statesAfter({ data, keys }: Disks, most: number): Generator<Disks> {
  const ways = 2 ** (data.pending + keys.pending);
  const count = Math.min(ways, most);
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

/** An act that is cut off may say that, and nothing else. */
function attempt(act: () => void, expected: RegExp, figures: BoundaryFigures): void {
  try {
    act();
  } catch (error) {
    const { message } = error as Error;
    if (expected.test(message)) return;
    figures.lost++;
    figures.problems.push(message);
  }
}
