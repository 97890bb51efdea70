import { createHash } from 'node:crypto';
import { CrashingDisk, folderKeyHome, Vault } from '@homebound/vault';

const MARKER = 'MARKER-7d1f: the piano stands in the north room';
/** What a home's data begins with where it is written plainly: our map, PNG, ValetudoMap's JSON, MCAP, PGM, SQLite. */
const MAGICS = ['HBMAP', '\x89PNG', '"__class"', '\x89MCAP', 'P5\n', 'SQLite format', '\x1f\x8b'];

/** What the check asks of a store. */
interface Store {
  put(id: string, content: Uint8Array): void;
  get(id: string): Uint8Array | undefined;
}

/** Keeps marked things, looks for them in the bytes of the folder, then flips bits. @returns what is wrong, a line each */
function restLeaks(make: (disk: CrashingDisk) => Store): string[] {
  const disk = new CrashingDisk();
  const store = make(disk);
  const contents = new Map(MAGICS.map((magic, n) => [`room-${n}`, Buffer.from(`${magic}${MARKER}`, 'latin1')]));
  for (const [id, content] of contents) store.put(id, content);
  const wrong: string[] = [];
  for (const bytes of disk.journal) {
    const text = Buffer.from(bytes).toString('latin1');
    if (text.includes('MARKER')) wrong.push('a marker lies plainly in the folder');
    if (MAGICS.some((magic) => text.startsWith(magic))) wrong.push('a map lies plainly in the folder');
    if (text.includes('room-')) wrong.push('a name lies plainly in the folder');
  }
  if (disk.names().some((name) => name.includes('room'))) wrong.push('a file name tells what is in it');
  for (const [id, content] of contents)
    if (!content.equals(store.get(id) ?? new Uint8Array(0))) wrong.push(`${id} did not come back`);
  return [...new Set([...wrong, ...undetectedFlips(disk, store, contents)])];
}

/** Each byte of each object's file is changed in turn: what comes back must be refused, never something else. */
function undetectedFlips(disk: CrashingDisk, store: Store, contents: ReadonlyMap<string, Uint8Array>): string[] {
  const wrong: string[] = [];
  for (const name of disk.names().filter((file) => !/^(index|spare|lock)/.test(file))) {
    const whole = disk.read(name);
    for (let at = 0; at < whole.length; at++) {
      disk.write(name, whole.with(at, whole[at] ^ (1 << (at & 7))));
      for (const [id, content] of contents) {
        const got = valueOr(() => store.get(id));
        if (got !== undefined && !Buffer.from(got).equals(content)) wrong.push('a changed byte was not noticed');
      }
    }
    disk.write(name, whole);
  }
  return wrong;
}

function valueOr<R>(act: () => R): R | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

const vaultStore = (disk: CrashingDisk): Store => {
  const vault = Vault.open({ disk, keys: folderKeyHome(new CrashingDisk()) });
  return {
    put: (id, content) => void vault.put({ kind: 'map', id, stamp_s: 0, content }),
    get: (id) => vault.get('map', id)?.content,
  };
};
/** A build that keeps a thumbnail beside the vault, "for the page". */
const withThumbnails = (disk: CrashingDisk): Store => {
  const store = vaultStore(disk);
  return {
    ...store,
    put: (id, content) => {
      store.put(id, content);
      disk.write(createHash('sha256').update(id).digest('hex').slice(0, 30), content.subarray(0, 40));
    },
  };
};
/** A build that seals nothing, but hides it from the eye: no key, no tag. */
const scrambled = (disk: CrashingDisk): Store => {
  const nameOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32);
  const turned = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0x5a);
  return {
    put: (id, content) => disk.write(nameOf(id), turned(content)),
    get: (id) => turned(disk.read(nameOf(id))),
  };
};

test('T-REST: no marker, no map’s first bytes and no name lies in the folder; any changed byte is refused', () => {
  expect(restLeaks(vaultStore)).toEqual([]);
});

test('T-REST, planted fault: a thumbnail is kept beside the vault, or when the seal is none', () => {
  expect(restLeaks(withThumbnails)).toContain('a map lies plainly in the folder');
  expect(restLeaks(scrambled)).toEqual(['a changed byte was not noticed']);
});
