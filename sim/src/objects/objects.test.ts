import { boxAround } from '../run/footprint.ts';
import { objectNames, objectPiece, placeObject } from './objects.ts';

const HERE = { x: 0, y: 0, theta: 0 };

test.each(objectNames)('a camera sees a %s within a centimetre of where the robot meets it', (name) => {
  const { shapes, seen = [] } = objectPiece(name, { seed: 5 });
  const met = boxAround([{ shapes, T: HERE }]);
  const drawn = boxAround([{ shapes: seen, T: HERE }]);
  for (let axis = 0; axis < 3; axis++) {
    expect(Math.abs(met.low[axis] - drawn.low[axis])).toBeLessThan(0.01);
    expect(Math.abs(met.high[axis] - drawn.high[axis])).toBeLessThan(0.01);
  }
});

test('a seed gives a colour and bends, a scale a size; the same ones again', () => {
  const text = (seed: number) => JSON.stringify(objectPiece('cable', { seed }));
  expect(text(3)).toBe(text(3));
  expect(text(3)).not.toBe(text(4));
  const half = placeObject('toy_block', { x: 1, y: 2, theta: 0 }, { scale: 0.5, as: 'cube' });
  expect(half.name).toBe('cube');
  // 60 mm, halved; an eighth of 80 g
  expect(boxAround([{ shapes: half.shapes, T: HERE }]).high).toEqual([0.015, 0.015, 0.03]);
  expect(half.mass_kg).toBeCloseTo(0.01, 9);
  expect(() => objectPiece('sock', { scale: 0 })).toThrow(RangeError);
});
