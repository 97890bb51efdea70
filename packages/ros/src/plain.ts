/**
 * A message as rclnodejs may be given it in a service or an action. It takes a typed array's bytes from offset 0 of its
 * buffer, so a view of a larger buffer would send the wrong numbers: views get a buffer of their own.
 * Topics do not come this way: they are sent as bytes.
 */
export function ownBuffers(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const array = value as unknown as Uint8Array;
    if (array.byteOffset === 0 && array.byteLength === array.buffer.byteLength) return array;
    return array.constructor === Buffer ? Uint8Array.from(array) : array.slice();
  }
  if (Array.isArray(value)) return value.map(ownBuffers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, ownBuffers(field)]));
}
