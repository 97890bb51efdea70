import type { BodyButtonName, ButtonRecord } from '@homebound/robot';
import { ActedOn } from './actedOn.ts';

const press = (button: BodyButtonName, stamp_s: number): ButtonRecord => ({
  kind: 'button',
  stamp_s,
  button,
  held_s: 0,
});

test('a press is answered for when the nodes have done with it and the disk has it, not before', async () => {
  const told: number[] = [];
  let keep = (): void => {};
  const kept = () =>
    new Promise<void>((done) => {
      keep = done;
    });
  const acted = new ActedOn(kept, ({ stamp_s }) => told.push(stamp_s));
  acted.polled([press('privacy', 1000)], 1);
  acted.polled([], 1.02);
  keep();
  await Promise.resolve();
  expect(told).toEqual([]);
  acted.polled([], 1.1);
  await Promise.resolve();
  expect(told).toEqual([]);
  keep();
  await Promise.resolve();
  expect(told).toEqual([1000]);
});

test('one that the disk does not take is not answered for; a reset is at once', async () => {
  const told: number[] = [];
  const acted = new ActedOn(
    () => Promise.reject(new Error('full')),
    ({ stamp_s }) => told.push(stamp_s),
  );
  acted.polled([press('privacy', 1), press('reset', 2)], 0);
  expect(told).toEqual([2]);
  acted.polled([], 1);
  await Promise.resolve();
  await Promise.resolve();
  expect(told).toEqual([2]);
});
