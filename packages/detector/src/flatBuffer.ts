/**
 * A table of a FlatBuffer: fields by their number in the schema. Offsets that lead out of the bytes throw RangeError, by DataView.
 * Source: FlatBuffers' documentation, "Internals".
 */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;

  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  int8(field: number, absent = 0): number {
    const at = this.#place(field);
    return at === undefined ? absent : this.#view.getInt8(at);
  }

  int32(field: number, absent = 0): number {
    const at = this.#place(field);
    return at === undefined ? absent : this.#view.getInt32(at, true);
  }

  table(field: number): FlatTable | undefined {
    const at = this.#place(field);
    return at === undefined ? undefined : new FlatTable(this.#view, at + this.#view.getUint32(at, true));
  }

  tables(field: number): FlatTable[] {
    const { start, length } = this.#vector(field);
    return Array.from({ length }, (_, i) => {
      const at = start + 4 * i;
      return new FlatTable(this.#view, at + this.#view.getUint32(at, true));
    });
  }

  int32s(field: number): number[] {
    const { start, length } = this.#vector(field);
    return Array.from({ length }, (_, i) => this.#view.getInt32(start + 4 * i, true));
  }

  /** Borrowed. */
  bytes(field: number): Uint8Array {
    const { start, length } = this.#vector(field);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, length);
  }

  #vector(field: number): { start: number; length: number } {
    const at = this.#place(field);
    if (at === undefined) return { start: 0, length: 0 };
    const vector = at + this.#view.getUint32(at, true);
    const length = this.#view.getUint32(vector, true);
    if (vector + 4 + length > this.#view.byteLength)
      throw new RangeError(`Cannot read the FlatBuffer: a list of ${length} reaches beyond its end`);
    return { start: vector + 4, length };
  }

  #place(field: number): number | undefined {
    const vtable = this.#at - this.#view.getInt32(this.#at, true);
    const slot = 4 + 2 * field;
    if (slot >= this.#view.getUint16(vtable, true)) return undefined;
    const offset = this.#view.getUint16(vtable + slot, true);
    return offset === 0 ? undefined : this.#at + offset;
  }
}
