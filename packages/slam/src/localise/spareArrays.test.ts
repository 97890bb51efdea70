import { SpareArrays } from './spareArrays.ts';

test('what was given back serves again, the shortest that fits first', () => {
  let made = 0;
  const spare = new SpareArrays<Uint32Array>((length) => {
    made++;
    return new Uint32Array(length);
  });
  const [a, b] = [spare.take(100), spare.take(40)];
  expect([a.length, b.length, made]).toEqual([100, 40, 2]);
  spare.give(a);
  spare.give(b);
  // 40 were made with a quarter more: 50 fit into it.
  const c = spare.take(50);
  expect([c.length, c.buffer === b.buffer, made]).toEqual([50, true, 2]);
  const d = spare.take(30);
  expect([d.length, d.buffer === a.buffer, made]).toEqual([30, true, 2]);
  expect(spare.take(1).length).toBe(1);
  expect(made).toBe(3);
});

test('no more than a dozen are kept, and those the longest', () => {
  let made = 0;
  const spare = new SpareArrays<Uint8Array>((length) => {
    made++;
    return new Uint8Array(length);
  });
  const all = Array.from({ length: 20 }, (_, i) => spare.take(10 * (i + 1)));
  for (const array of all) spare.give(array);
  made = 0;
  // 200 to 90 are left: twelve.
  for (let i = 0; i < 13; i++) spare.take(90);
  expect(made).toBe(1);
});
