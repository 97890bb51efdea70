const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Writes a text as UTF-8 into `out` from `at`; returns the count of bytes. `out` must have room for 3 bytes per UTF-16 unit. */
export function utf8Encode(text: string, out: Uint8Array, at: number): number {
  // Frame and topic names are short ASCII: a plain loop is faster than the encoder's call.
  const n = text.length;
  if (n <= 64) {
    let i = 0;
    for (; i < n; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) break;
      out[at + i] = unit;
    }
    if (i === n) return n;
  }
  return encoder.encodeInto(text, out.subarray(at)).written;
}

/** The text in bytes `[begin, end)`; bytes that are not UTF-8 become U+FFFD. */
export function utf8Decode(bytes: Uint8Array, begin: number, end: number): string {
  if (end - begin <= 32) {
    let text = '';
    let i = begin;
    for (; i < end; i++) {
      const unit = bytes[i]!;
      if (unit > 0x7f) break;
      text += String.fromCharCode(unit);
    }
    if (i === end) return text;
  }
  return decoder.decode(bytes.subarray(begin, end));
}
