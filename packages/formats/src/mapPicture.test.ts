import { decode } from 'fast-png';
import { Drawing } from './drawing.ts';
import { indexPicture, mapPicture } from './mapPicture.ts';

/** 4 x 3 cells of 0.5 m: a wall column, free floor in room 1 and 2, unknown above. */
const grid = {
  width: 4,
  height: 3,
  resolution_m: 0.5,
  originX_m: -1,
  originY_m: 2,
  data: Int8Array.of(100, 0, 0, 0, 100, 0, 0, 0, -1, -1, -1, -1),
};

function reader(png: Uint8Array) {
  const { width, height, data, channels } = decode(png);
  return {
    width,
    height,
    at: (x: number, y: number) => [...data.slice(channels * (y * width + x), channels * (y * width + x) + 3)],
  };
}

test('every cell has its colour, the top row of the picture is the highest y', () => {
  const picture = reader(mapPicture(grid, {}, { pixelsPerCell: 10, crop: false }));
  expect([picture.width, picture.height]).toEqual([40, 30]);
  expect(picture.at(5, 25)).toEqual([38, 46, 58]);
  expect(picture.at(15, 25)).toEqual([255, 255, 255]);
  expect(picture.at(15, 5)).toEqual([226, 229, 233]);
});

test('layers lie where their metres say', () => {
  const rooms = [0, 1, 1, 2, 0, 1, 1, 2, 0, 0, 0, 0];
  const lanes = [{ points: [0, 2.25, 1, 2.25] }];
  const picture = reader(mapPicture(grid, { rooms, lanes }, { pixelsPerCell: 10, crop: false }));
  const [first, second] = [picture.at(15, 12), picture.at(35, 12)];
  expect(first).not.toEqual(second);
  // y = 2.25 m is 0.25 m over the lower edge, 5 px above the bottom: orange over the room's colour.
  const [r, , b] = picture.at(25, 25);
  expect(r - b).toBeGreaterThan(100);
  expect(picture.at(25, 15)).toEqual(first);
});

test('unknown surroundings are cut off, and small maps are drawn large', () => {
  const data = new Int8Array(400 * 400).fill(-1);
  for (let iy = 100; iy < 140; iy++) data.fill(0, iy * 400 + 200, iy * 400 + 280);
  const wide = { width: 400, height: 400, resolution_m: 0.05, originX_m: 0, originY_m: 0, data };
  const picture = reader(mapPicture(wide));
  // 80 x 40 cells and 6 cells around them; 800 / 92 is 8.7, so 9 px each
  expect([picture.width, picture.height]).toEqual([92 * 9, 52 * 9]);
});

test('a picture of indices takes its colours from the list', () => {
  const colours = [
    [10, 20, 30],
    [200, 100, 50],
  ] as const;
  const picture = reader(indexPicture({ ...grid, data: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1] }, colours));
  expect(picture.at(100, 100)).toEqual([10, 20, 30]);
  expect(picture.at(300, 100)).toEqual([200, 100, 50]);
});

test('a drawing without extent is refused', () => {
  expect(() => new Drawing({ x0_m: 1, x1_m: 1, y0_m: 0, y1_m: 2 }, [0, 0, 0])).toThrow(/wider than 0, got 0 x 2 m/);
  expect(() => new Drawing({ x0_m: 0, x1_m: 9, y0_m: 0, y1_m: 9 }, [0, 0, 0], 1e4)).toThrow(/too many/);
});
