import { onnxOf } from './onnx.ts';
import { smallNet } from './testNet.ts';

type Field = { field: number; value: number | Uint8Array };

/** The fields of a message, by protobuf's encoding. */
function fields(bytes: Uint8Array): Field[] {
  const out: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    if (key % 8 === 0) out.push({ field, value: varint() });
    else {
      const length = key % 8 === 2 ? varint() : 4;
      out.push({ field, value: bytes.subarray(at, at + length) });
      at += length;
    }
  }
  return out;
}
const all = (message: Uint8Array, field: number): Uint8Array[] =>
  fields(message).flatMap((one) => (one.field === field ? [one.value as Uint8Array] : []));
const text = (message: Uint8Array, field: number): string[] =>
  all(message, field).map((bytes) => new TextDecoder().decode(bytes));

const model = onnxOf(smallNet(), 'whose it is');
const [graph] = all(model, 7);

test('a model: licence, operators in order, each input there before it is used', () => {
  expect(text(model, 6)).toEqual(['whose it is']);
  const nodes = all(graph, 1);
  expect(nodes.map((node) => text(node, 4)[0]).join(' ')).toBe(
    'Conv Clip Conv Clip Conv Add Conv Conv Conv Conv Conv Transpose Reshape Transpose Reshape Concat Transpose Reshape Transpose Reshape Concat',
  );
  const known = new Set([...all(graph, 5).map((tensor) => text(tensor, 8)[0]), 'image']);
  for (const node of nodes) {
    for (const name of text(node, 1)) expect(known).toContain(name);
    for (const name of text(node, 2)) known.add(name);
  }
  expect([...known]).toEqual(expect.arrayContaining(['boxes', 'classes']));
});

test('weights are there with their shapes, bit for bit', () => {
  const tensors = new Map(all(graph, 5).map((tensor) => [text(tensor, 8)[0], tensor]));
  const net = smallNet();
  const tensor = tensors.get('map1.weights')!;
  expect(
    fields(tensor)
      .filter(({ field }) => field === 1)
      .map(({ value }) => value),
  ).toEqual([4, 1, 3, 3]);
  const [raw] = all(tensor, 9);
  expect([...new Float32Array(raw.slice().buffer)]).toEqual([...(net.layers[1] as { weights: Float32Array }).weights]);
});

test('the same net gives the same bytes', () => {
  expect(Buffer.from(onnxOf(smallNet(), 'whose it is')).equals(model)).toBe(true);
});
