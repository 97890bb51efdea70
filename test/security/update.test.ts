import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bytesSource,
  CHUNK_BYTES,
  decodeHead,
  encodeHead,
  makeUpdate,
  nodeFiles,
  PREFIX_BYTES,
  publicKeyOf,
  ReleasePlace,
  signKeyList,
  soundChecks,
  stageUpdate,
  startRelease,
  type UpdateChecks,
  UpdateError,
} from '@homebound/update';
import { folderDisk } from '@homebound/vault';
import { attacks, flipped, good, head, headBytes } from './updateAttacks.ts';
import { ann, ben, cem, contentsOf, filesOf, installedPlace, stranger, updateOf } from './updateRig.ts';

/** Offers each to a robot. @returns those that were taken, refused for no reason of ours, or left something behind */
async function taken(checks: UpdateChecks, offered = attacks): Promise<string[]> {
  const found: string[] = [];
  for (const { name, source, code } of offered) {
    const place = await installedPlace();
    const before = contentsOf(place);
    const fault = await stageUpdate(source(), place, { checks }).then(
      () => 'taken',
      (error) => (error instanceof UpdateError && code.includes(error.code) ? '' : `wrong reason: ${error}`),
    );
    if (fault !== '') found.push(`${name}: ${fault}`);
    else if (contentsOf(place).join('\n') !== before.join('\n')) found.push(`${name}: left something`);
  }
  return found;
}

test('T-UPD: tampered, cut off, older, for another robot, not signed by enough, leading out, too large: refused, nothing is left', async () => {
  expect(attacks.length).toBeGreaterThan(50);
  expect(await taken(soundChecks)).toEqual([]);
}, 60_000);

test.each([
  ['no look at signatures', { signatures: (_, keys) => keys }, /^(one signature too few|wrong key|nobody signed)$/],
  [
    'no look at the counter',
    { counter: () => {} },
    /^(an older release|the release that runs|one that needs another first)$/,
  ],
  ['no look at the model', { device: () => {} }, /^for another model$/],
  ['no look at paths', { paths: () => {} }, /^a file to \.\.\/neighbour$/],
  ['no look at hashes', { chunk: () => {} }, /^tampered: (first file|last byte)$/],
] as readonly (readonly [string, Partial<UpdateChecks>, RegExp])[])(
  'T-UPD, planted fault: %s',
  async (_, left, names) => {
    const offered = attacks.filter(({ name }) => names.test(name));
    expect(offered.length).toBeGreaterThan(0);
    expect(await taken(soundChecks, offered)).toEqual([]);
    expect(await taken({ ...soundChecks, ...left }, offered)).toHaveLength(offered.length);
  },
);

/** Stages an update with one chunk changed. @returns how many changed chunks were written anywhere */
async function changedChunksWritten(checks: UpdateChecks): Promise<number> {
  const { root } = await installedPlace();
  const wanted = new Set(Object.values(filesOf(6)).flatMap((bytes) => chunksOf(bytes)));
  let changed = 0;
  const files = {
    ...nodeFiles,
    append: (path: string, bytes: Uint8Array) => {
      if (!path.endsWith('.json') && !wanted.has(Buffer.from(bytes).toString('base64'))) changed++;
      return nodeFiles.append(path, bytes);
    },
  };
  const place = new ReleasePlace(root, folderDisk(root), files);
  await stageUpdate(bytesSource(flipped(good.length - 1)), place, { checks }).catch(() => undefined);
  return changed;
}

const chunksOf = (bytes: Uint8Array): string[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, i) =>
    Buffer.from(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)).toString('base64'),
  );

test('T-UPD: not one chunk that was not signed is written, not even beside the releases', async () => {
  expect(await changedChunksWritten(soundChecks)).toBe(0);
});

test('T-UPD, planted fault: an installer that unpacks first and looks afterwards', async () => {
  expect(await changedChunksWritten({ ...soundChecks, chunk: () => {} })).toBe(1);
});

test('T-UPD: an update is read once, in order, a chunk at a time, whatever its size', async () => {
  const asked: [number, number][] = [];
  const source = bytesSource(good);
  const read = (at: number, length: number): Promise<Uint8Array> => {
    asked.push([at, length]);
    return source.read(at, length);
  };
  await stageUpdate({ ...source, read }, await installedPlace());
  expect(asked.slice(0, 2)).toEqual([
    [0, PREFIX_BYTES],
    [PREFIX_BYTES, headBytes],
  ]);
  for (const [at, length] of asked.slice(2)) expect([at, length <= CHUNK_BYTES]).toEqual([at, true]);
  asked.reduce((end, [at, length]) => {
    expect(at).toBe(end);
    return at + length;
  }, 0);
});

test('T-UPD: a link that lies where updates are unpacked leads nowhere', async () => {
  const place = await installedPlace();
  symlinkSync(join(place.root, '..'), place.staging);
  await stageUpdate(bytesSource(good), place);
  expect(contentsOf(place)).toContainEqual(expect.stringMatching(/^neighbour [0-9a-f]{64}$/));
  expect((await startRelease(place)).counter).toBe(6);
});

test('T-UPD: the maker’s tool takes no link into a release', async () => {
  const { root } = await installedPlace();
  writeFileSync(join(root, 'a.mjs'), '');
  const words = { version: '1', counter: 6, after: 0, models: ['m'], entry: 'a.mjs', keyLists: [] };
  // `current` is a link.
  await expect(makeUpdate(root, words, [ann], join(root, 'out'))).rejects.toMatchObject({ code: 'path' });
});

test('T-UPD: a counter that the vault remembers holds when the whole folder is put back from an old copy', async () => {
  const place = await installedPlace();
  await expect(stageUpdate(bytesSource(good), place, { highest: 6 })).rejects.toMatchObject({ code: 'older' });
  await expect(stageUpdate(bytesSource(good), place, { highest: 5 })).resolves.toEqual({
    version: '1.0.6',
    counter: 6,
  });
});

test('T-UPD: keys are handed on with an update; what the old ones sign is refused from then on', async () => {
  const place = await installedPlace();
  const second = { version: 2, threshold: 2, keys: [ben, cem, stranger].map(publicKeyOf) };
  const keyLists = [signKeyList(second, [ann, ben, cem])];
  await stageUpdate(bytesSource(updateOf({ counter: 6, keyLists, signers: [cem, stranger] })), place);
  expect(place.keys()).toEqual(second);
  const byOld = bytesSource(updateOf({ counter: 7, signers: [ann, ben] }));
  await expect(stageUpdate(byOld, place)).rejects.toMatchObject({ code: 'signature' });
});

test('the head of an update is bound to be read one way only', () => {
  const spaced = Buffer.from(`${encodeHead(head).subarray(PREFIX_BYTES).toString()} `);
  expect(() => decodeHead(spaced, 'spaced')).toThrow('not written the one way it may be');
});
