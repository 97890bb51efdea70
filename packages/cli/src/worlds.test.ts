import { loadWorld, worldNames } from './worlds.ts';

test('worlds of ours are homes and scenes, by name', () => {
  expect(worldNames()).toEqual(expect.arrayContaining(['apartment', 'studio', 'S1', 'S12']));
  expect(loadWorld('S5', 1).floor.length).toBeGreaterThan(5);
});

test('home: is another home for another seed, with somebody in it', () => {
  const [one, same, other] = [3, 3, 4].map((seed) => loadWorld('home:', seed));
  expect(JSON.stringify(same.solids)).toBe(JSON.stringify(one.solids));
  expect(JSON.stringify(other.solids)).not.toBe(JSON.stringify(one.solids));
  expect(one.actors?.some(({ kind }) => kind === 'person')).toBe(true);
});

test('a name that is none is answered with those that are', () => {
  expect(() => loadWorld('S13', 1)).toThrow(/No world is called S13.*apartment.*S12.*home:MAP/);
});
