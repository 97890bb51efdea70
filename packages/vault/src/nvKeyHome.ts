import { decodeKeyFile, encodeKeyFile, erasedKeyFile, KEY_FILE_BYTES, type KeyFile } from './keyFile.ts';
import type { KeyHome } from './keyHome.ts';
import { VaultError } from './vaultError.ts';

/** A few bytes that outlast the power, outside of any file system: those of a TPM. */
export interface NvMemory {
  /** For messages. */
  readonly path: string;
  /** What was last written; undefined before the first time. Throws VaultError when it can't be asked. */
  read(): Uint8Array | undefined;
  /** All of it or, when the power goes, nothing; has lasted when it returns. Throws VaultError when it can't. */
  write(bytes: Uint8Array): void;
}

/** The current key, then the one that is to take its place; zeros where there is none. */
export const NV_BYTES = 2 * KEY_FILE_BYTES;
const NOTHING = new Uint8Array(KEY_FILE_BYTES);

/**
 * Device keys in the memory of a TPM: nothing of them is on the medium that the vault lies on, and a key that goes is written over
 * where it was, which no flash translation stands between. Both keys are one write, so that each change is whole or has not happened.
 */
export function nvKeyHome(nv: NvMemory): KeyHome {
  const write = (current: Uint8Array, staged: Uint8Array): void => nv.write(Buffer.concat([current, staged]));
  return {
    path: nv.path,
    read: () => {
      const [current, staged] = slotsOf(nv).map(stateOf);
      if (current?.state === 'damaged' || staged?.state === 'damaged')
        throw new VaultError(
          'damagedKey',
          `${nv.path}: the device key is damaged; remove key and vault and restore a backup`,
        );
      return { current: keyOf(current), staged: keyOf(staged), isErased: current?.state === 'erased' };
    },
    stage: (key) => write(slotsOf(nv)[0], encodeKeyFile(key)),
    commit: () => write(slotsOf(nv)[1], NOTHING),
    discard: () => write(slotsOf(nv)[0], NOTHING),
    erase: () => write(erasedKeyFile(), NOTHING),
  };
}

function slotsOf(nv: NvMemory): [Uint8Array, Uint8Array] {
  const bytes = nv.read();
  if (bytes === undefined) return [NOTHING, NOTHING];
  if (bytes.length !== NV_BYTES)
    throw new VaultError('damagedKey', `${nv.path}: holds ${bytes.length} bytes, not the ${NV_BYTES} of device keys`);
  return [bytes.subarray(0, KEY_FILE_BYTES), bytes.subarray(KEY_FILE_BYTES)];
}

function stateOf(slot: Uint8Array): KeyFile | undefined {
  return slot.every((byte) => byte === 0) ? undefined : decodeKeyFile(slot);
}

function keyOf(slot: KeyFile | undefined): Uint8Array | undefined {
  return slot?.state === 'key' ? slot.key : undefined;
}
