/** The device keys there are. */
export interface HeldKeys {
  readonly current: Uint8Array | undefined;
  /** The one that is to take its place; present while a rotation, or the very first start, is under way. */
  readonly staged: Uint8Array | undefined;
  /** A reset was begun: what the keys opened is given up, and the vault is to be emptied. */
  readonly isErased: boolean;
}

/**
 * Where the device key lives: a folder, or later a TPM, a keyring, a credential of systemd. Each call has lasted when it
 * returns; when the power goes within one, `read` tells the keys as before it or as after it.
 */
export interface KeyHome {
  /** For messages. */
  readonly path: string;
  /** Throws VaultError when a key is damaged, or when others than the owner can read it. */
  read(): HeldKeys;
  /** Puts a key beside the current one, and in place of one that was staged before. */
  stage(key: Uint8Array): void;
  /** Makes the staged key the current one, which is gone for ever. */
  commit(): void;
  /** Gives the staged key up. */
  discard(): void;
  /** Ends all keys. `read` tells `isErased` until a key is staged and committed. */
  erase(): void;
}
