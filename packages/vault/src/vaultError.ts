/** Why the vault refuses: a closed set, so that whoever shows it can say it in a household's words. */
export type VaultFault =
  | 'inUse'
  | 'noKey'
  | 'exposedKey'
  | 'foreignFolder'
  | 'damagedKey'
  | 'keyFailed'
  | 'damagedIndex'
  | 'damaged'
  | 'newer'
  | 'unknown'
  | 'closed'
  | 'diskFull'
  | 'diskFailed'
  | 'passphrase'
  | 'notABackup'
  | 'cutOff';

/** A store, a key or a backup that can't be used as it is; the message names it and says what to do. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultFault;

  constructor(code: VaultFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** What the disk itself refused (errno), as opposed to a mistake of ours; `undefined` for all else. */
export function diskFault(cause: unknown): 'diskFull' | 'diskFailed' | undefined {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'diskFull' : 'diskFailed';
}
