import { readTrajectory, writeTrajectory } from './trajectory.ts';

test('poses come back from CSV to the micro', () => {
  const poses = [
    { stamp_s: 976052857.337284, T: { x: 1.25, y: -2, theta: 2.141592 } },
    { stamp_s: 976052857.5, T: { x: 0, y: 0.0000004, theta: -0.5 } },
  ];
  const text = writeTrajectory(poses);
  expect(text.split('\n')[1]).toBe('976052857.337284,1.250000,-2.000000,2.141592');
  const again = readTrajectory(text);
  expect(again[0]).toEqual(poses[0]);
  expect(again[1].T).toEqual({ x: 0, y: 0, theta: -0.5 });
});

test.each([
  ['', /is empty/],
  ['t,x,y\n1,2,3\n', /line 1: should be stamp_s,x_m,y_m,yaw_rad/],
  ['stamp_s,x_m,y_m,yaw_rad\n1,2,3\n\n', /line 2: the line ends before yaw_rad/],
  ['stamp_s,x_m,y_m,yaw_rad\n1,2,3,4,5\n', /line 2: has more than 4 columns/],
  ['stamp_s,x_m,y_m,yaw_rad\n1,2,a,4\n', /line 2: y_m should be a number, got "a"/],
])('%j is refused', (text, message) => {
  expect(() => readTrajectory(text)).toThrow(message);
});
