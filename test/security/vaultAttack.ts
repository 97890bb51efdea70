import { createDecipheriv, hkdfSync } from 'node:crypto';

/** Whoever took the medium: files as they lie on it, freed blocks, all of a journal; and the bytes in which keys may be. */
export interface Loot {
  readonly data: readonly Uint8Array[];
  readonly keyMedium: readonly Uint8Array[];
}

/**
 * Everything that can be decrypted with what there is: every run of 32 bytes of the key medium is tried as the device key of every
 * index that was ever written, every object key in those on every object. Knows the format, and shares no code with the vault.
 */
export function decryptAll({ data, keyMedium }: Loot): string[] {
  const found: string[] = [];
  for (const index of indexes(data, candidates(keyMedium))) {
    found.push(index.json);
    for (const entry of index.entries)
      for (const file of data.filter((bytes) => startsWith(bytes, 'HBVO')))
        found.push(...openObject(file, index.wrapping, entry));
  }
  return found;
}

interface StoredEntry {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly schema: number;
  readonly wrappedKey: string;
}

function candidates(keyMedium: readonly Uint8Array[]): Uint8Array[] {
  const windows = keyMedium.flatMap((file) =>
    Array.from({ length: Math.max(0, file.length - 31) }, (_, at) => file.slice(at, at + 32)),
  );
  return [...new Map(windows.map((key) => [Buffer.from(key).toString('hex'), key])).values()];
}

function* indexes(data: readonly Uint8Array[], keys: readonly Uint8Array[]) {
  for (const key of keys) {
    const sealing = derived(key, 'index');
    for (const file of data.filter((bytes) => startsWith(bytes, 'HBVI'))) {
      const json = unsealed(sealing, file.subarray(0, 5), file.subarray(5));
      if (json === undefined) continue;
      const { entries } = JSON.parse(json.toString()) as { entries: StoredEntry[] };
      yield { json: json.toString(), entries, wrapping: derived(key, 'wrap') };
    }
  }
}

function openObject(file: Uint8Array, wrapping: Uint8Array, entry: StoredEntry): string[] {
  const unwrap = createDecipheriv('id-aes256-wrap', wrapping, Buffer.alloc(8, 0xa6));
  const key = Buffer.concat([unwrap.update(Buffer.from(entry.wrappedKey, 'base64')), unwrap.final()]);
  const context = JSON.stringify([entry.kind, entry.id, entry.version, entry.schema]);
  const content = unsealed(key, Buffer.concat([file.subarray(0, 5), Buffer.from(context)]), file.subarray(5));
  return content === undefined ? [] : [content.toString()];
}

function unsealed(key: Uint8Array, context: Uint8Array, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < 28) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(context).setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function derived(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `homebound vault ${purpose}`, 32));
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  return Buffer.from(bytes.subarray(0, magic.length)).toString('latin1') === magic;
}
