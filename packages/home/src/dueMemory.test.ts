import { begun, lookAtSchedules, noMemory } from '@homebound/mission';
import type { Schedule } from '@homebound/wire';
import { scheduleKeeper } from './dueMemory.ts';

const mornings: Schedule = { id: 'mornings', isOn: true, days: [1, 2, 3, 4, 5, 6, 7], time: '09:00' };

function keeping(bytes?: Uint8Array) {
  const disk = { bytes };
  const warnings: string[] = [];
  const dueStore = {
    load: () => disk.bytes,
    save: (saved: Uint8Array) => {
      disk.bytes = saved;
    },
  };
  const keeper = scheduleKeeper({ schedules: [mornings], dueStore }, (text) => warnings.push(text));
  return { disk, warnings, keeper };
}

test('what schedules have done comes back as it was', () => {
  const { disk, keeper, warnings } = keeping();
  expect(keeper.memory()).toBeUndefined();
  const first = lookAtSchedules(noMemory(0), keeper.schedules(), () => 0, 8 * 3600, '');
  const { memory, due } = lookAtSchedules(first.memory, keeper.schedules(), () => 0, 9 * 3600 + 5, '');
  const done = begun(memory, due, 'Beginning.');
  expect(done.past.length).toBe(1);
  keeper.remember(done);
  expect(keeping(disk.bytes).keeper.memory()).toEqual(done);
  expect(warnings).toEqual([]);
});

test('what can not be read is warned of in one line', () => {
  for (const text of ['', '{"schema":1}', '[]', '{"schema":2,"looked_s":0,"past":[],"since":[]}']) {
    const { keeper, warnings } = keeping(new TextEncoder().encode(text));
    expect(keeper.memory()).toBeUndefined();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toContain('\n');
  }
});
