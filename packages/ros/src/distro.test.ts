import { defaultsFor, rosDefaults } from './distro.ts';

test.each([
  [undefined, false],
  ['humble', false],
  ['iron', false],
  ['jazzy', false],
  ['kilted', true],
  ['lyrical', true],
  ['rolling', true],
])('cmd_vel in %s: stamped is %s', (distro, stamped) => {
  expect(rosDefaults(distro)).toEqual({ enable_stamped_cmd_vel: stamped, publish_points: true });
});

test('only what a node leaves to the graph is handed to it', () => {
  const defaults = rosDefaults('kilted');
  const open = { default: false, byGraph: true, description: '' } as const;
  expect(defaultsFor({ enable_stamped_cmd_vel: open, other: open }, defaults)).toEqual({
    enable_stamped_cmd_vel: true,
  });
  expect(defaultsFor({ enable_stamped_cmd_vel: { ...open, byGraph: false } }, defaults)).toEqual({});
  expect(defaultsFor({ other: open }, defaults)).toEqual({});
});
