import { freeSpace } from '../space/freeSpace.ts';
import { blankMap, fillRectangle } from '../space/sampleMaps.ts';
import { isSegmentClear } from '../space/standing.ts';
import { fewChords } from './chords.ts';
import { edgeLines } from './contourStrokes.ts';
import { defaultMotion, pathTime } from './motionTime.ts';
import { SweepRaster } from './sweepRaster.ts';

const rules = { limits: defaultMotion, areaPrice_spm2: 400 };

/** A room of 5 x 4 m whose lower wall has a dent of 5 cm every 40 cm. */
function roughRoom() {
  const map = blankMap(5, 4);
  const { originX_m: x0, originY_m: y0 } = map;
  fillRectangle(map, x0 + 0.2, y0 + 0.2, x0 + 4.8, y0 + 3.8, 0);
  for (let x = 0.4; x < 4.6; x += 0.4) fillRectangle(map, x0 + x, y0 + 0.2, x0 + x + 0.2, y0 + 0.25, 100);
  return freeSpace(map, { margin_m: 0 });
}

test('a rough wall is followed in few long chords, all of them clear', () => {
  const space = roughRoom();
  const [line] = edgeLines(space, new SweepRaster(space), rules);
  const corners = line.path.length / 2;
  // 11 dents, two corners each and more on the level line: the chords leave them alone.
  expect(corners).toBeLessThan(12);
  for (let i = 2; i < line.path.length; i += 2)
    expect(isSegmentClear(space, line.path[i - 2], line.path[i - 1], line.path[i], line.path[i + 1])).toBe(true);
  // Once round 4.6 - 0.34 by 3.6 - 0.34: 15.04 m, a little less for the dents.
  expect(line.length_m).toBeGreaterThan(14.5);
  expect(line.length_m).toBeLessThan(15.2);
});

test('the dearer the floor, the more of it is swept and the longer it takes', () => {
  const space = roughRoom();
  const lines = [20, 200, 5000].map(
    (areaPrice_spm2) => edgeLines(space, new SweepRaster(space), { ...rules, areaPrice_spm2 })[0].path,
  );
  const swept = lines.map((path) => new SweepRaster(space).gainOf(path));
  const times = lines.map((path) => pathTime(path));
  expect(swept[1]).toBeGreaterThanOrEqual(swept[0]);
  expect(swept[2]).toBeGreaterThan(swept[0]);
  expect(times[1]).toBeGreaterThanOrEqual(times[0]);
  expect(times[2]).toBeGreaterThan(times[0]);
});

test('a line keeps its ends, and one of two points stays as it is', () => {
  const space = roughRoom();
  const [x0, y0] = [space.originX_m + 1, space.originY_m + 1];
  expect(fewChords(space, Float64Array.of(x0, y0, x0 + 1, y0), rules)).toEqual(Float64Array.of(x0, y0, x0 + 1, y0));
  const bent = fewChords(space, Float64Array.of(x0, y0, x0 + 0.5, y0 + 0.01, x0 + 1, y0), rules);
  expect(bent).toEqual(Float64Array.of(x0, y0, x0 + 1, y0));
});
