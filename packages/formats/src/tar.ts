/** A file in an archive. */
export interface TarEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK_BYTES = 512;

/**
 * Plain files as a tar archive (POSIX.1-1988 ustar), which every system unpacks. It says nothing of who made it and when: owner 0 without a
 * name, time 0, so that equal files give equal archives. Written here because a library brings streams of a platform, for 40 lines.
 * Throws RangeError for a name that is not 1 to 99 plain characters, or a file of 8 GiB.
 */
export function tarOf(entries: readonly TarEntry[]): Uint8Array {
  const sizes = entries.map(({ bytes }) => BLOCK_BYTES + padded(bytes.length));
  // Two blocks of zeros end an archive.
  const out = new Uint8Array(sizes.reduce((sum, size) => sum + size, 2 * BLOCK_BYTES));
  let at = 0;
  entries.forEach(({ name, bytes }, n) => {
    out.set(headerOf(name, bytes.length), at);
    out.set(bytes, at + BLOCK_BYTES);
    at += sizes[n];
  });
  return out;
}

function headerOf(name: string, size: number): Uint8Array {
  if (!/^[\w.-]{1,99}$/.test(name) || size >= 8 ** 11)
    throw new RangeError(
      `Cannot write tar: a name has 1 to 99 plain characters and a file less than 8 GiB, got ${name}, ${size}`,
    );
  const header = new Uint8Array(BLOCK_BYTES);
  const put = (text: string, at: number): void => {
    for (let i = 0; i < text.length; i++) header[at + i] = text.charCodeAt(i);
  };
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
  put(name, 0);
  put(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0`, 100);
  // The sum is taken with blanks in its own place.
  put('        0', 148);
  put('ustar\x0000', 257);
  put(`${octal(0, 7)}\0${octal(0, 7)}\0`, 329);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
  return header;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}
