import { decide, defaultAcceptOptions, isWhereExpected } from './decide.ts';
import type { Hypothesis } from './hypothesis.ts';

/** In a room that the map knows nothing of, half seen through its door. */
const atTheDoor: Hypothesis = {
  mapIndex: 0,
  T_map_base: { x: 1, y: 2, theta: 0 },
  covariance: Float64Array.of(1e-4, 0, 0, 0, 1e-4, 0, 0, 0, 1e-4),
  explained: 0.52,
  crisp: 0.5,
  overlap: 0.53,
  inFree: 0,
  throughWalls: 0.05,
  rms_m: 0.02,
  fit: 0.46,
  ledSince_m: 0,
  ledRounds: 3,
};

function doubtAbout(best: Hypothesis, way_m: number, second?: Hypothesis) {
  return decide(best, second, way_m, best.ledRounds, defaultAcceptOptions).doubt;
}

test('what explains all that it could explain is believed after half a metre, though half of the view is new', () => {
  expect(doubtAbout(atTheDoor, 0.3)).toBe('unconfirmed');
  expect(doubtAbout({ ...atTheDoor, ledRounds: 2 }, 0.6)).toBe('unconfirmed');
  expect(doubtAbout(atTheDoor, 0.6)).toBeUndefined();
});

test('what leaves points in seen space unexplained has to explain more', () => {
  // (0.44 - 0.05) / 0.53 = 0.74: a quarter of what lies in seen space speaks against the place.
  expect(doubtAbout({ ...atTheDoor, explained: 0.44, fit: 0.36 }, 0.6)).toBe('nothingFits');
  expect(doubtAbout({ ...atTheDoor, explained: 0.53, overlap: 0.64, fit: 0.52 }, 0.6)).toBe('unconfirmed');
  expect(doubtAbout({ ...atTheDoor, explained: 0.53, overlap: 0.64, fit: 0.52 }, 1.6)).toBeUndefined();
});

test('a little of the view proves nothing, however well it fits: a corner is a corner everywhere', () => {
  expect(doubtAbout({ ...atTheDoor, explained: 0.2, overlap: 0.2, fit: 0.2 }, 5)).toBe('nothingFits');
});

test('an equally good place elsewhere, or one along a corridor, keeps it open', () => {
  const rival = { ...atTheDoor, T_map_base: { x: 8, y: 2, theta: 0 }, fit: 0.4 };
  expect(doubtAbout(atTheDoor, 5, rival)).toBe('ambiguous');
  const along = { ...atTheDoor, covariance: Float64Array.of(1e-2, 0, 0, 0, 1e-4, 0, 0, 0, 1e-4) };
  expect(doubtAbout(along, 5)).toBe('ambiguous');
});

test('a place that fits by half must have little in seen space against it, after any way', () => {
  // (0.73 - 0.21) / 0.81 = 0.64: what a lost robot once believed whose own small map was bent.
  const half = { ...atTheDoor, explained: 0.73, overlap: 0.81, throughWalls: 0.21, fit: 0.5, ledRounds: 6 };
  expect(doubtAbout(half, 5)).toBeDefined();
  expect(doubtAbout({ ...half, throughWalls: 0.14 }, 5)).toBeUndefined();
});

test('where odometry tells, a place is believed that shows what a robot carried off does not see there, and only after a search', () => {
  // Before a mirrored wardrobe: a third of the points stand in floor that the map has beyond it.
  const mirror = { ...atTheDoor, explained: 0.65, crisp: 0.6, overlap: 1, inFree: 0.31, throughWalls: 0.06, fit: 0.22 };
  expect(isWhereExpected(mirror, 9, 2)).toBe(false);
  expect(isWhereExpected(mirror, 20, 1)).toBe(false);
  expect(isWhereExpected(mirror, 10, 2)).toBe(true);
  const carriedOff = { ...mirror, explained: 0.5, crisp: 0.35, throughWalls: 0.33, fit: -0.31 };
  expect(isWhereExpected(carriedOff, 500, 20)).toBe(false);
  expect(isWhereExpected({ ...mirror, throughWalls: 0.33 }, 500, 20)).toBe(false);
});
