import { MapCamera } from './mapCamera.ts';

function camera(is3d = false): MapCamera {
  const made = new MapCamera(false);
  made.resize(800, 600);
  if (is3d) made.tilt(true);
  made.fit({ minX: 0, minY: 0, maxX: 8, maxY: 3 }, { right_px: 0, bottom_px: 0 }, true);
  made.step(1);
  return made;
}

test('fitting shows all of the bounds, in the middle', () => {
  const flat = camera();
  // 8 m over 88 % of 800 px.
  expect(flat.metresPerPixel).toBeCloseTo(8 / (0.88 * 800), 9);
  expect(flat.pixelOf(4, 1.5)).toMatchObject({ x_px: expect.closeTo(400, 6), y_px: expect.closeTo(300, 6) });
  expect(flat.pixelOf(0, 1.5)?.x_px).toBeCloseTo(48, 6);
  expect(flat.pixelOf(4, 3)?.y_px).toBeLessThan(300);
});

test('what covers the canvas is left free', () => {
  const made = new MapCamera(false);
  made.resize(800, 600);
  made.fit({ minX: 0, minY: 0, maxX: 8, maxY: 3 }, { right_px: 100, bottom_px: 0 }, true);
  made.step(1);
  expect(made.pixelOf(8, 0)?.x_px).toBeLessThan(700);
  expect(made.pixelOf(4, 0)?.x_px).toBeCloseTo(350, 6);
});

test.each([false, true])('pixels and floor points agree both ways (3D %s)', (is3d) => {
  const view = camera(is3d);
  for (const [x, y] of [
    [0, 0],
    [8, 3],
    [4.2, -1],
    [1, 2.5],
  ]) {
    const at = view.pixelOf(x, y)!;
    const back = view.floorAt(at.x_px, at.y_px)!;
    expect(back.x).toBeCloseTo(x, 6);
    expect(back.y).toBeCloseTo(y, 6);
  }
});

test('zooming keeps the point under the finger, dragging moves it with the finger', () => {
  const view = camera();
  const before = view.floorAt(200, 500)!;
  view.zoom(2.5, 200 - 400, 500 - 300, true);
  view.step(1);
  expect(view.floorAt(200, 500)).toMatchObject({ x: expect.closeTo(before.x, 6), y: expect.closeTo(before.y, 6) });
  view.pan(30, -40);
  view.step(1);
  expect(view.floorAt(230, 460)).toMatchObject({ x: expect.closeTo(before.x, 6), y: expect.closeTo(before.y, 6) });
});

test('zoom has ends', () => {
  const view = camera();
  view.zoom(1e9, 0, 0, true);
  expect(view.metresPerPixel).toBe(0.0008);
  view.zoom(1e-9, 0, 0, true);
  expect(view.metresPerPixel).toBe(0.5);
});
