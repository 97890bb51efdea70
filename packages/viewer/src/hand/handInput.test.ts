import { keyStick, stickSpeeds, still } from './handInput.ts';

test('the stick asks for nothing in its middle, for all at its rim, and for no more beyond', () => {
  expect(stickSpeeds(0, 0)).toEqual(still);
  expect(stickSpeeds(0.1, -0.1)).toEqual(still);
  expect(stickSpeeds(0, 1)).toEqual({ v_mps: 0.25, w_radps: 0 });
  expect(stickSpeeds(0, 7).v_mps).toBeCloseTo(0.25);
  expect(stickSpeeds(Number.NaN, 1)).toEqual(still);
  // Just out of the dead middle it creeps: (0.16 - 0.15) / 0.85 of 0.25 m/s.
  expect(stickSpeeds(0, 0.16).v_mps).toBeCloseTo(0.0029);
});

test('to the right is clockwise, down is backwards', () => {
  expect(stickSpeeds(1, 0)).toEqual({ v_mps: 0, w_radps: -1.2 });
  const { v_mps, w_radps } = stickSpeeds(-0.6, -0.8);
  expect([v_mps, w_radps]).toEqual([expect.closeTo(-0.2), expect.closeTo(0.72)]);
});

test('keys push the stick; opposite ones cancel, twice the same way is once', () => {
  expect(keyStick(['KeyW', 'ArrowUp'])).toEqual([0, 1]);
  expect(keyStick(['KeyA', 'KeyD', 'KeyS'])).toEqual([0, -1]);
  expect(keyStick([])).toEqual([0, 0]);
  expect(keyStick(['KeyQ'])).toEqual([0, 0]);
});
