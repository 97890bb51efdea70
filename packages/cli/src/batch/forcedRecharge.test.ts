import { ForcedRecharge } from './forcedRecharge.ts';

/** A home whose coverage grows by a thousandth a second while it cleans; notes what the battery is set to, and when. */
function run(seed: number): { readonly at_s: number; readonly charge: number }[] {
  const recharge = new ForcedRecharge(seed);
  const set: { at_s: number; charge: number }[] = [];
  let now_s = 0;
  let sweptShare = 0;
  let docked = true;
  for (now_s = 0; now_s < 3000; now_s++) {
    const isLow = set.length === 1;
    // Once the battery is low, it takes 100 s to the dock.
    docked = now_s < 10 || (isLow && now_s > set[0].at_s + 100);
    if (!docked && !isLow) sweptShare = Math.min(1, sweptShare + 0.001);
    recharge.update({
      simulator: { control: { setCharge: (charge) => set.push({ at_s: now_s, charge }) }, truth: () => ({ docked }) },
      referee: { sweptShare },
      state: { state: docked ? 'charging' : 'cleaning' },
      graph: { now_s: () => now_s },
    });
  }
  return set;
}

test('the battery runs down once, between 20 and 80 % of the floor, and is full a minute after it came to the dock', () => {
  const shares = new Set<number>();
  for (let seed = 1; seed <= 20; seed++) {
    const [low, full, ...more] = run(seed);
    expect(more).toEqual([]);
    expect([low.charge, full.charge]).toEqual([0.11, 1]);
    expect(low.at_s).toBeGreaterThanOrEqual(10 + 199);
    expect(low.at_s).toBeLessThanOrEqual(10 + 801);
    expect(full.at_s).toBe(low.at_s + 101 + 60);
    shares.add(low.at_s);
  }
  expect(shares.size).toBeGreaterThan(15);
});
