import type { Vault } from './vault.ts';
import { afterCrash, bytesOf, contentsOf, newRig, openRig, save, type VaultRig } from './vaultRig.ts';

/** Two maps in several versions, settings and a run. */
function household(rig: VaultRig): Vault {
  const vault = openRig(rig);
  for (const n of [1, 2, 3]) save(vault, 'map', 'home', `home ${n}`);
  save(vault, 'map', 'attic', 'attic 1');
  save(vault, 'settings', 'all', 'quiet');
  save(vault, 'run', 'r1', 'path 1');
  return vault;
}

const many = (n: number) =>
  ['home', 'attic', 'cellar'].map((id) => ({ kind: 'map', id, stamp_s: n, content: bytesOf(`${id} of all ${n}`) }));

const acts: [string, (vault: Vault) => void][] = [
  ['a first version', (vault) => save(vault, 'map', 'cellar', 'cellar 1')],
  ['a version that makes the oldest give way', (vault) => save(vault, 'map', 'home', 'home 4')],
  [
    'an edit in place',
    (vault) => {
      const replaces = vault.versions('map', 'home')[0].version;
      vault.put({ kind: 'map', id: 'home', stamp_s: 1, content: bytesOf('home 3, edited'), replaces });
    },
  ],
  ['several at once', (vault) => vault.putAll(many(5))],
  ['going back', (vault) => vault.restore('map', 'home', vault.versions('map', 'home')[1].version)],
  ['a deletion', (vault) => vault.delete('map', 'home')],
  ['a new device key', (vault) => vault.rotate()],
  ['a reset', (vault) => vault.reset()],
];

/** What is there after a crash; checks that it is whole, that a second start finds the same, and that it goes on. */
function stateAfter(rig: VaultRig): Record<string, string> {
  const vault = openRig(rig);
  const state = contentsOf(vault);
  expect(vault.verify()).toEqual([]);
  vault.close();
  const again = openRig(rig);
  expect(contentsOf(again)).toEqual(state);
  expect(again.warnings).toEqual([]);
  save(again, 'map', 'after', 'the crash');
  expect(contentsOf(again)).toEqual({ ...state, 'map after': 'the crash' });
  const objects = rig.data.names().filter((name) => /^[0-9a-f]{32}$/.test(name));
  expect(objects).toHaveLength(again.list().length);
  return state;
}

test.each(acts)('the power goes at any step of %s: all of before or all of after is there', (_, act) => {
  const calm = newRig();
  const vault = household(calm);
  const before = contentsOf(vault);
  const first = calm.power.steps;
  act(vault);
  const after = contentsOf(vault);
  const last = calm.power.steps;
  const seen = new Set<string>();
  for (let step = first; step <= last; step++) {
    const rig = newRig();
    const running = household(rig);
    rig.power.failsBefore = step;
    try {
      act(running);
    } catch (error) {
      expect((error as Error).message).toMatch(/the power went/);
    }
    for (const found of afterCrash(rig)) {
      const state = JSON.stringify(stateAfter(found));
      expect([JSON.stringify(before), JSON.stringify(after)]).toContain(state);
      seen.add(state);
    }
  }
  expect(seen).toEqual(new Set([JSON.stringify(before), JSON.stringify(after)]));
});

test.each(acts.filter(([name]) => ['several at once', 'a deletion', 'a reset'].includes(name)))(
  'the power goes again at any step of the start after %s was cut off',
  (_, act) => {
    const calm = newRig();
    const vault = household(calm);
    const before = JSON.stringify(contentsOf(vault));
    const first = calm.power.steps;
    act(vault);
    const after = JSON.stringify(contentsOf(vault));
    for (let step = first; step <= calm.power.steps; step++) {
      const rig = newRig();
      const running = household(rig);
      rig.power.failsBefore = step;
      expect(() => {
        act(running);
        throw new Error('the power went');
      }).toThrow(/the power went/);
      for (const found of afterCrash(rig, 2, [0.5]))
        for (let again = 0, isThrough = false; !isThrough; again++) {
          const [second] = afterCrash(found, 1, [1]);
          second.power.failsBefore = again;
          try {
            openRig(second).close();
            isThrough = true;
          } catch (error) {
            expect((error as Error).message).toMatch(/the power went/);
          }
          for (const third of afterCrash(second, 2, [0.5]))
            expect([before, after]).toContain(JSON.stringify(stateAfter(third)));
        }
    }
  },
);

test('the power goes at any step of the very first start: the next one begins anew', () => {
  const calm = newRig();
  openRig(calm);
  for (let step = 0; step <= calm.power.steps; step++) {
    const rig = newRig();
    rig.power.failsBefore = step;
    expect(() => {
      openRig(rig);
      throw new Error('the power went');
    }).toThrow('the power went');
    for (const found of afterCrash(rig)) expect(stateAfter(found)).toEqual({});
  }
});

test.each(acts)('the disk is full from any step of %s on: done or refused as a whole, and it goes on', (_, act) => {
  const calm = newRig();
  const vault = household(calm);
  const before = contentsOf(vault);
  const first = calm.power.steps;
  act(vault);
  const after = contentsOf(vault);
  for (let step = first; step <= calm.power.steps; step++) {
    const rig = newRig();
    const running = household(rig);
    rig.power.fullFrom = step;
    try {
      act(running);
      expect([before, after]).toContainEqual(contentsOf(running));
    } catch (error) {
      expect((error as Error).message).toMatch(/ENOSPC/);
    }
    running.close();
    rig.power.fullFrom = Number.POSITIVE_INFINITY;
    expect([before, after]).toContainEqual(stateAfter(rig));
  }
});

test('a full disk refuses a save with a reason to show, and deletes by its spare room', () => {
  const rig = newRig();
  const vault = household(rig);
  const before = contentsOf(vault);
  const filled = rig.data.names().reduce((sum, name) => sum + rig.data.read(name).length, 0);
  rig.data.capacity_bytes = filled;
  const refused = vault.put({ kind: 'map', id: 'home', stamp_s: 1, content: bytesOf('home 4') });
  expect(refused).toEqual({
    ok: false,
    reason: 'diskFull',
    message: 'Cannot save: ENOSPC: no space left on device; delete something, then try again',
  });
  expect(contentsOf(vault)).toEqual(before);
  expect(vault.delete('map', 'home')).toEqual({
    ok: true,
    gone: [{ kind: 'map', id: 'home', versions: 3, bytes: 18 }],
  });
  expect(rig.data.names()).toContain('spare');
  expect(vault.reset().map(({ kind }) => kind)).toEqual(['map', 'settings', 'run']);
  expect(contentsOf(vault)).toEqual({});
});
