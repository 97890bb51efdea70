import { createRng } from '@homebound/math';
import { decodeState, encodeState } from './stateFile.ts';
import { begin, confirm, drop, fallBack, goBack, kept, MOST_STARTS, stage, type UpdateState } from './updateState.ts';

const installed: UpdateState = { current: 7, highest: 7 };

test('a release that says it is well stays, and the one before is kept', () => {
  const { state, run } = begin(stage(installed, 9));
  expect(run).toBe(9);
  expect(confirm(state, 9)).toEqual({ current: 9, previous: 7, highest: 9 });
  expect(kept(confirm(state, 9))).toEqual([9, 7]);
});

test('one that says nothing is started twice, then the one before runs, and it is not tried again by itself', () => {
  let state = stage(installed, 9);
  const runs: number[] = [];
  for (let i = 0; i < 5; i++) {
    const begun = begin(state);
    runs.push(begun.run);
    state = begun.state;
  }
  expect(runs).toEqual([9, 9, 7, 7, 7]);
  expect(state).toEqual({ current: 7, highest: 7, rolledBack: { counter: 9, reason: 'crashed' } });
});

test('nobody confirms what was not started, or another release', () => {
  expect(confirm(stage(installed, 9), 9)).toEqual(stage(installed, 9));
  const { state } = begin(stage(installed, 9));
  expect(confirm(state, 8)).toBe(state);
  expect(confirm(installed, 7)).toBe(installed);
});

test('a person goes back and forth between two that ran well; what may be installed is not lowered by it', () => {
  const now: UpdateState = { current: 9, previous: 7, highest: 9 };
  expect(goBack(now)).toEqual({ current: 7, previous: 9, highest: 9 });
  expect(goBack(goBack(now)!)).toEqual(now);
  expect(goBack(installed)).toBeUndefined();
  expect(fallBack(now)).toEqual({ ...goBack(now), rolledBack: { counter: 9, reason: 'damaged' } });
});

test('seed 1, 60 walks of 60 steps: only a confirmation raises the highest, nothing lowers it, what runs is kept', () => {
  const rng = createRng(1);
  for (let walk = 0; walk < 60; walk++) {
    let state = installed;
    for (let step = 0; step < 60; step++) {
      const before = state;
      const act = Math.floor(rng.uniform() * 5);
      const counter = 8 + Math.floor(rng.uniform() * 4);
      if (act === 0 && counter > state.highest) state = stage(state, counter);
      if (act === 1) state = begin(state).state;
      if (act === 2) state = confirm(state, state.trial?.counter ?? counter);
      if (act === 3) state = drop(state, 'unhealthy');
      if (act === 4) state = goBack(state) ?? state;
      expect(state.highest).toBeGreaterThanOrEqual(before.highest);
      if (state.highest > before.highest) expect([act, state.current]).toEqual([2, state.highest]);
      if (state.current !== before.current) expect([2, 4]).toContain(act);
      expect(state.current).toBeLessThanOrEqual(state.highest);
      expect(state.trial?.starts ?? 0).toBeLessThanOrEqual(MOST_STARTS);
      expect(kept(state)).toContain(begin(state).run);
      expect(encodeState(decodeState(encodeState(state)))).toBe(encodeState(state));
    }
  }
});

test('a state with one bit changed is no state', () => {
  const text = encodeState({ current: 9, previous: 7, highest: 9, trial: { counter: 12, starts: 1 } });
  const bytes = Buffer.from(text);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] ^= 1 << (bit & 7);
    expect(() => decodeState(changed.toString())).toThrow('the state of the releases');
  }
});
