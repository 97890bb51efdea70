import { existsSync, lstatSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { holdsHome, homePlace } from '@homebound/home';
import { Vault, VaultError } from '@homebound/vault';
import type { Fact } from './fact.ts';

/** Anything of a file that its group or others may do. */
const OTHERS = 0o077;

/** What a robot has kept in a folder, by numbers alone: how many of each kind, which can't be read, who may read the key. */
export function homeFacts(folder: string): Fact[] {
  const topic = 'home';
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [{ topic, finding: 'NO SUCH FOLDER' }];
  const { bavail, bsize } = statfsSync(folder);
  const facts = [
    { topic: 'disk', finding: `${((bavail * bsize) / 2 ** 30).toFixed(1)} GB free where the home is kept` },
  ];
  return [...facts, ...storeFacts(folder), ...keyFacts(`${folder.replace(/[/\\]+$/, '')}.keys`)];
}

function storeFacts(folder: string): Fact[] {
  const topic = 'home';
  const place = homePlace(folder);
  if (!holdsHome(place)) return [{ topic, finding: 'empty' }];
  let vault: Vault;
  try {
    vault = Vault.open(place);
  } catch (cause) {
    // The words of the error name the folder; its code is one of ours.
    if (!(cause instanceof VaultError)) return [{ topic, finding: `CANNOT BE OPENED: ${systemCode(cause)}` }];
    if (cause.code === 'inUse') return [{ topic, finding: 'in use by a running robot: not looked into' }];
    return [{ topic, finding: `CANNOT BE OPENED: ${cause.code}` }];
  }
  try {
    return [
      ...countsOf(vault),
      { topic, finding: `${vault.warnings.length} things found amiss and mended when it was opened` },
    ];
  } finally {
    vault.close();
  }
}

/** Objects and versions of each kind; those that can't be read by the number that the store gave them, which tells nothing of them. */
function countsOf(vault: Vault): Fact[] {
  const kinds = [...new Set(vault.list().map(({ kind }) => kind))].sort();
  return kinds.flatMap((kind) => {
    const entries = vault.list(kind);
    const objects = new Set(entries.map(({ id }) => id)).size;
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const damaged = entries.filter((entry) => !isReadable(vault, entry)).map(({ version }) => `#${version}`);
    const finding = `${kind}: ${objects} in ${entries.length} versions, ${(bytes / 1e6).toFixed(2)} MB`;
    return [{ topic: 'home', finding: damaged.length === 0 ? finding : `${finding}; DAMAGED: ${damaged.join(', ')}` }];
  });
}

function isReadable(vault: Vault, { kind, id, version }: { kind: string; id: string; version: number }): boolean {
  try {
    vault.read(kind, id, version);
    return true;
  } catch {
    return false;
  }
}

/** Who may read the folder of the device key and what is in it. */
function keyFacts(folder: string): Fact[] {
  const topic = 'device key';
  try {
    return existsSync(folder) ? [{ topic, finding: rightsOf(folder) }] : [{ topic, finding: 'none' }];
  } catch (cause) {
    return [{ topic, finding: `not known: ${systemCode(cause)}` }];
  }
}

function rightsOf(folder: string): string {
  const isLinked = lstatSync(folder).isSymbolicLink();
  const paths = [folder, ...readdirSync(folder).map((name) => join(folder, name))];
  const wide = paths.filter((path) => (statSync(path).mode & OTHERS) !== 0);
  const isOwn = statSync(folder).uid === process.getuid?.();
  const where = isLinked ? 'on another medium' : 'beside the home';
  const owner = isOwn ? "this user's" : "ANOTHER USER'S";
  return `${where}, ${owner}, ${wide.length === 0 ? 'for its owner alone' : 'READABLE BY OTHERS'}`;
}

/** `EACCES` and its kin. */
function systemCode(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : 'an error of ours: please say what you did';
}
