/**
 * What can be done to the files of one folder. Each step either happened or didn't when the power goes; what was written
 * is sure to last after `sync`, which names there are after `syncFolder`. What the system refuses throws with its errno in `code`.
 */
export interface Disk {
  /** The folder, for messages. */
  readonly path: string;
  /** Names of the files; none when there is no folder yet. */
  names(): string[];
  /** Throws (EFBIG) for a file of more than so many bytes, before it takes memory. */
  read(name: string, most_bytes?: number): Uint8Array;
  /** Who may do what, as in `chmod`; 0o600 on systems that have no such thing. */
  mode(name: string): number;
  /** Makes or replaces a file that its owner alone can read. What was there before may stay in free blocks of the medium. */
  write(name: string, bytes: Uint8Array): void;
  /** Writes over the beginning of a file where it lies, for what must not stay in free blocks. Takes no room. */
  overwrite(name: string, bytes: Uint8Array): void;
  sync(name: string): void;
  /** Replaces a file that has the new name, in one step. */
  rename(from: string, to: string): void;
  /** Removes a file, if there is one. */
  remove(name: string): void;
  syncFolder(): void;
  /** Keeps other processes out until the returned function is called. Throws VaultError `inUse` when one is in. */
  lock(): () => void;
}
