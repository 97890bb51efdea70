import { FlatTable } from './flatBuffer.ts';

/** A root with an int8 7, an int32 −5, a list [3, 4] and a list of one table whose int8 is 9; written by hand. */
const bytes = new Uint8Array(60);
{
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 18, true); // the root lies at 18
  for (const [i, value] of [14, 20, 4, 8, 0, 12, 16].entries()) view.setUint16(4 + 2 * i, value, true); // its vtable: sizes, fields 0 to 4
  view.setInt32(18, 14, true); // 18 − 14 = 4
  view.setInt8(22, 7);
  view.setInt32(26, -5, true);
  view.setUint32(30, 8, true); // 30 + 8 = 38
  view.setUint32(34, 16, true); // 34 + 16 = 50
  view.setUint32(38, 2, true);
  view.setInt32(42, 3, true);
  view.setInt32(46, 4, true);
  view.setUint32(50, 1, true);
  view.setUint32(54, 0xffffffdc, true); // the table is the root itself, told as an offset that leads nowhere
}

test('fields by number, what is absent by its default', () => {
  const root = FlatTable.root(bytes);
  expect([root.int8(0), root.int32(1), root.int32s(3), root.int8(2, 1), root.int32(9, 4)]).toEqual([
    7,
    -5,
    [3, 4],
    1,
    4,
  ]);
  expect(root.table(2)).toBeUndefined();
  expect([...root.bytes(3)]).toEqual([3, 0]);
});

test('an offset that leads out is refused', () => {
  expect(() => FlatTable.root(bytes).tables(4)[0].int8(0)).toThrow(RangeError);
});

test('cut at each place it gives what it is or RangeError', () => {
  for (let n = 0; n < bytes.length; n++)
    try {
      expect(FlatTable.root(bytes.subarray(0, n)).int32s(3)).toEqual([3, 4]);
    } catch (cause) {
      expect(cause).toBeInstanceOf(RangeError);
    }
});
