import { execFileSync } from 'node:child_process';
import { NV_BYTES, type NvMemory } from './nvKeyHome.ts';
import { VaultError } from './vaultError.ts';

/** In the range that the TCG leaves to owners. */
const DEFAULT_INDEX = 0x0150_4842;
/** The index is there, but nothing was written yet. */
const UNINITIALISED = '0x14A';

/**
 * The bytes of one index of a TPM 2.0, by the command line tools of the TPM2 Software Stack (Debian: `tpm2-tools`). Keys go through pipes, never
 * through arguments or files. Who may open the TPM's device may read them: give that to the robot's own user alone.
 * @param index NV handle; made with its first write
 * @param tcti how to reach the TPM, as `TPM2TOOLS_TCTI` has it; the machine's own when absent
 */
export function tpmMemory({ index = DEFAULT_INDEX, tcti }: { index?: number; tcti?: string } = {}): NvMemory {
  const handle = `0x${index.toString(16)}`;
  const path = `TPM index ${handle}`;
  const run = (tool: string, args: readonly string[], input?: Uint8Array): Buffer => {
    const env = tcti === undefined ? process.env : { ...process.env, TPM2TOOLS_TCTI: tcti };
    try {
      return execFileSync(tool, args, { env, input, stdio: ['pipe', 'pipe', 'pipe'] });
    } catch (cause) {
      throw failure(path, tool, cause);
    }
  };
  const isThere = (): boolean => run('tpm2_getcap', ['handles-nv-index']).toString().toLowerCase().includes(handle);
  return {
    path,
    read: () => {
      if (!isThere()) return undefined;
      try {
        return run('tpm2_nvread', [handle, '-C', 'o', '-s', String(NV_BYTES)]);
      } catch (cause) {
        if (cause instanceof VaultError && cause.message.includes(UNINITIALISED)) return undefined;
        throw cause;
      }
    },
    write: (bytes) => {
      if (!isThere())
        run('tpm2_nvdefine', [handle, '-C', 'o', '-s', String(NV_BYTES), '-a', 'ownerread|ownerwrite|no_da']);
      // One command of the TPM, which it carries out whole or not at all.
      run('tpm2_nvwrite', [handle, '-C', 'o', '-i', '-'], bytes);
    },
  };
}

function failure(path: string, tool: string, cause: unknown): VaultError {
  const { code, stderr } = cause as { code?: string; stderr?: Buffer };
  if (code === 'ENOENT')
    return new VaultError('keyFailed', `${path}: ${tool} is not here; install tpm2-tools, or keep the key in a folder`);
  const said = stderr?.toString().trim().split('\n').filter(Boolean) ?? [];
  return new VaultError('keyFailed', `${path}: ${tool} failed: ${said.join('; ') || String(cause)}`, { cause });
}
