import { open } from 'node:fs/promises';
import { named, UpdateError } from './updateError.ts';

/** Where an update's bytes come from; read in order, a chunk at a time. */
export interface ByteSource {
  /** For messages. */
  readonly name: string;
  readonly size: number;
  /** Exactly so many bytes. Rejects with UpdateError `cutOff` when there are fewer. */
  read(at: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export function bytesSource(bytes: Uint8Array, name = 'the update'): ByteSource {
  return {
    name,
    size: bytes.length,
    read: async (at, length) => whole(bytes.subarray(at, at + length), length, name),
    close: async () => {},
  };
}

/** A file of this machine; it is held open, so that it is one file from beginning to end. */
export async function fileSource(path: string): Promise<ByteSource> {
  try {
    const file = await open(path, 'r');
    const { size } = await file.stat();
    return {
      name: path,
      size,
      read: async (at, length) => {
        const bytes = new Uint8Array(length);
        let got = 0;
        for (let more = 1; more > 0 && got < length; got += more)
          more = (await file.read(bytes, got, length - got, at + got)).bytesRead;
        return whole(bytes.subarray(0, got), length, path);
      },
      close: () => file.close(),
    };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UpdateError('diskFailed', `There is no file ${path}`, { cause });
    throw named(cause, `reading ${path}`);
  }
}

function whole(bytes: Uint8Array, length: number, name: string): Uint8Array {
  if (bytes.length === length) return bytes;
  throw new UpdateError('cutOff', `${name} is cut off. Get it again from its maker`);
}
