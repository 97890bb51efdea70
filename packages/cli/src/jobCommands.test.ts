import { editOf, jobOf } from './jobCommands.ts';

test('a job keeps rooms, zones and settings, in order', () => {
  const levels = { fan: 0.5, mainBrush: 1, sideBrush: 0 };
  const job = jobOf({
    command: 'clean',
    rooms: [3, 1],
    zones: [{ polygon: [0, 0, 1, 0, 1, 1], settings: { passes: 'crossed', edgesOnly: true } }],
    settings: { passes: '2', levels },
  });
  expect(job).toMatchObject({ task: 'clean', rooms: Uint16Array.of(3, 1), plan_only: false });
  expect(job.zones).toEqual([
    {
      shape: { points: Float64Array.of(0, 0, 1, 0, 1, 1) },
      settings: { passes: 'crossed', levels: [], lane_angle: new Float64Array(0), edges_only: true },
    },
  ]);
  expect(job.settings).toMatchObject({ passes: '2', levels: [{ fan: 0.5, main_brush: 1, side_brush: 0 }] });
});

test('a change of rooms names the rooms, and what it needs of line and name', () => {
  expect(editOf({ edit: 'split', room: 2, line: [0, 0, 1, 1] })).toMatchObject({
    edit: 'split',
    rooms: Uint16Array.of(2),
    line: Float64Array.of(0, 0, 1, 1),
  });
  expect(editOf({ edit: 'merge', rooms: [4, 5] })).toMatchObject({ edit: 'merge', rooms: Uint16Array.of(4, 5) });
  expect(editOf({ edit: 'rename', room: 1, name: 'Attic' })).toMatchObject({ name: 'Attic', rooms: Uint16Array.of(1) });
  expect(editOf({ edit: 'undo' })).toMatchObject({ edit: 'undo', rooms: new Uint16Array(0) });
});
