import { createRng } from '@homebound/math';
import type { Leg } from './leg.ts';
import { advance } from './mission.ts';
import { driveOutcomes, initialState, type MissionEvent, type MissionState, userCommands } from './missionState.ts';
import { isBusy } from './steps.ts';
import { leg } from './testPlay.ts';

const legs: readonly Leg[] = [
  leg,
  { ...leg, cleaning: false, isPartial: true, pause_s: 5 },
  { kind: 'none', isDone: true, reason: 'Done.' },
  { kind: 'none', isDone: false, reason: 'No way.', isShutIn: true },
  { kind: 'none', isDone: false, reason: 'More.', hasMoreToClean: true },
];

/** A world that answers what is asked of it, at random, and does now and then what nobody asked for. */
class Fate {
  readonly #rng;
  #isPlanning = false;
  #waits = 0;

  constructor(seed: number) {
    this.#rng = createRng(seed);
  }

  heard(commands: ReturnType<typeof advance>['commands']): void {
    for (const command of commands) {
      if (command.do === 'plan') this.#isPlanning = true;
      if (command.do === 'cancelDrive') this.#isPlanning = false;
      if (command.do === 'wait') this.#waits++;
    }
  }

  get isPlanning(): boolean {
    return this.#isPlanning;
  }

  get rests(): number {
    return this.#waits;
  }

  next(state: MissionState): MissionEvent {
    const surprise = this.#rng.uniform();
    if (surprise < 0.06) return this.#surprise();
    if (this.#isPlanning) {
      this.#isPlanning = false;
      return { type: 'planned', leg: this.#one(legs) };
    }
    if (state.waiting !== 'none') return { type: 'waited', driveId: state.driveId };
    if (state.driving)
      return { type: 'driveEnded', driveId: state.driveId, outcome: this.#one(driveOutcomes), reason: 'fate' };
    return this.#surprise();
  }

  #surprise(): MissionEvent {
    const charge = this.#rng.uniform();
    return this.#one<MissionEvent>([
      { type: 'user', command: this.#one(userCommands), x: 1, y: 1 },
      { type: 'dock', docked: charge < 0.5 },
      { type: 'battery', charge, home: 0.02, rest: charge < 0.3 ? undefined : 0.2 },
      { type: 'brushes', mainJammed: charge < 0.5, sideJammed: charge > 0.8 },
      { type: 'bin', bin: charge < 0.6 ? 'in' : charge < 0.8 ? 'missing' : 'full' },
      { type: 'lost' },
      { type: 'located', inKnownMap: charge < 0.5 },
      { type: 'located', inKnownMap: true },
      { type: 'lifted', lifted: charge < 0.3 },
      { type: 'lifted', lifted: false },
      { type: 'idle' },
      { type: 'wayTouched' },
    ]);
  }

  #one<T>(of: readonly T[]): T {
    return of[Math.floor(this.#rng.uniform() * of.length)];
  }
}

test.each([1, 2, 3, 4, 5])('whatever happens, a busy robot waits for something that will come (seed %i)', (seed) => {
  const fate = new Fate(seed);
  let state = initialState;
  for (let k = 0; k < 20_000; k++) {
    const event = fate.next(state);
    const before = state;
    const step = advance(state, event);
    state = step.state;
    fate.heard(step.commands);
    const what = `${before.phase} --${event.type}--> ${state.phase}`;
    if (state.reason === '') throw new Error(`no reason after ${what}`);
    // Locating, it waits for SLAM and is told of it each second.
    const awaits = state.driving || state.waiting !== 'none' || fate.isPlanning || state.phase === 'locating';
    if (isBusy(state) && !awaits) throw new Error(`nothing will happen any more after ${what}: ${state.reason}`);
    // What drives or waits is one at a time, and rests at rest.
    if (state.driving && state.waiting !== 'none') throw new Error(`drives and waits after ${what}`);
    if (!isBusy(state) && state.driving) throw new Error(`drives for nothing after ${what}`);
    if (state.driving && (state.lifted || (!state.located && state.phase !== 'locating')))
      throw new Error(`drives without knowing where after ${what}`);
  }
  expect(fate.rests).toBeGreaterThan(10);
});

test.each([11, 12, 13])(
  'with nothing but failures a job comes to an end, and the robot asks for help (seed %i)',
  (seed) => {
    const rng = createRng(seed);
    let state = advance({ ...initialState, knowsMap: true }, { type: 'user', command: 'start', x: 0, y: 0 }).state;
    const failures = driveOutcomes.filter((outcome) => outcome !== 'arrived' && outcome !== 'docked');
    let steps = 0;
    while (isBusy(state) && steps++ < 5000) {
      if (state.waiting !== 'none') state = advance(state, { type: 'waited', driveId: state.driveId }).state;
      else if (state.driving) {
        const outcome = failures[Math.floor(rng.uniform() * failures.length)];
        state = advance(state, { type: 'driveEnded', driveId: state.driveId, outcome, reason: 'it failed' }).state;
      } else state = advance(state, { type: 'planned', leg: rng.uniform() < 0.5 ? legs[3] : leg }).state;
    }
    expect(steps).toBeLessThan(5000);
    expect(state.phase).toBe('stuck');
    expect(state.reasonCode).not.toBe('none');
  },
);
