import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ByteSource,
  bytesSource,
  CHUNK_BYTES,
  decodeHead,
  encodeHead,
  headLength,
  limits,
  makeUpdate,
  nodeFiles,
  PREFIX_BYTES,
  publicKeyOf,
  ReleasePlace,
  signBody,
  signKeyList,
  soundChecks,
  stageUpdate,
  startRelease,
  type UpdateChecks,
  UpdateError,
} from '@homebound/update';
import { folderDisk } from '@homebound/vault';
import {
  ann,
  ben,
  carried,
  cem,
  contentsOf,
  filesOf,
  installedPlace,
  stranger,
  trusted,
  updateOf,
} from './updateRig.ts';

interface Attack {
  readonly name: string;
  readonly source: () => ByteSource;
  /** Why it must be refused. */
  readonly code: readonly UpdateError['code'][];
}

const attack = (name: string, bytes: Uint8Array, ...code: UpdateError['code'][]): Attack => ({
  name,
  source: () => bytesSource(bytes),
  code,
});

const good = updateOf({ counter: 6 });
const headBytes = headLength(good, 'good');
const payloadAt = PREFIX_BYTES + headBytes;
const head = decodeHead(good.subarray(PREFIX_BYTES, payloadAt), 'good');
const next = { version: 2, threshold: 1, keys: [publicKeyOf(stranger)] };

function flipped(at: number): Uint8Array {
  const bytes = Uint8Array.from(good);
  bytes[at] ^= 1;
  return bytes;
}

/** Each region of the file, a byte of it changed. */
function tampered(): Attack[] {
  const text = good.toString('latin1');
  const regions: readonly (readonly [string, number, ...UpdateError['code'][]])[] = [
    ['magic', 0, 'notAnUpdate'],
    ['format', 4, 'notAnUpdate'],
    ['length of the head', 8, 'damaged', 'cutOff'],
    ['counter in the manifest', text.indexOf('counter') + 11, 'signature'],
    ['model in the manifest', text.indexOf('sim-1'), 'signature'],
    ['hash in the manifest', text.indexOf('chunks') + 13, 'signature'],
    ['signature', text.lastIndexOf('"signature\\"') + 40, 'signature', 'damaged'],
    ['first file', payloadAt, 'damaged'],
    ['second chunk of the large file', good.length - CHUNK_BYTES - 5000, 'damaged'],
    ['last byte', good.length - 1, 'damaged'],
  ];
  return regions.map(([name, at, ...code]) => attack(`tampered: ${name}`, flipped(at), ...code));
}

function cutOff(): Attack[] {
  const script = filesOf(6)['bin/homebound.mjs'].length;
  const large = payloadAt + script;
  const ends = [0, 4, PREFIX_BYTES, payloadAt, large, large + CHUNK_BYTES, large + 2 * CHUNK_BYTES, good.length];
  const cuts = ends.flatMap((end) => [end - 1, end, end + 1]).filter((end) => end >= 0 && end < good.length);
  return [
    ...cuts.map((end) => attack(`cut off at ${end}`, good.subarray(0, end), 'cutOff', 'damaged')),
    attack('goes on', Buffer.concat([good, Buffer.alloc(1)]), 'damaged'),
  ];
}

function ofSigners(): Attack[] {
  const signers = (...keys: string[]): Uint8Array => updateOf({ counter: 6, signers: keys });
  const other = updateOf({ counter: 7 });
  const otherHead = decodeHead(other.subarray(PREFIX_BYTES, PREFIX_BYTES + headLength(other, 'other')), 'other');
  const forKeys = { ...head.manifest, signatures: [ann, ben].map((key) => signBody(head.manifest.body, 'keys', key)) };
  return [
    attack('nobody signed', signers(), 'signature'),
    attack('one signature too few', signers(ann), 'signature'),
    attack('one signed twice', signers(ann, ann), 'signature'),
    attack('wrong key', signers(stranger, ann), 'signature'),
    attack('wrong key beside enough', signers(ann, ben, stranger), 'signature'),
    attack('signed for another purpose', carried({ keyLists: [], manifest: forKeys }, filesOf(6)), 'signature'),
    attack(
      'signatures of another update',
      carried({ ...head, manifest: { ...head.manifest, signatures: otherHead.manifest.signatures } }, filesOf(6)),
      'signature',
    ),
    attack(
      'keys handed on by strangers',
      updateOf({ counter: 6, signers: [stranger], keyLists: [signKeyList(next, [stranger])] }),
      'signature',
    ),
    attack(
      'keys handed on by one of two',
      updateOf({ counter: 6, signers: [stranger], keyLists: [signKeyList(next, [ann, stranger])] }),
      'signature',
    ),
    attack(
      'keys that the manifest does not know',
      carried({ ...head, keyLists: [signKeyList({ ...trusted, version: 2 }, [ann, ben])] }, filesOf(6)),
      'damaged',
    ),
  ];
}

function signedButWrong(): Attack[] {
  const of = (change: Parameters<typeof updateOf>[0]['change'], counter = 6): Uint8Array =>
    updateOf({ counter, change });
  const moved = (path: string): Attack =>
    attack(`a file to ${path}`, updateOf({ counter: 6, files: { ...filesOf(6), [path]: Buffer.from('out') } }), 'path');
  const linked = JSON.stringify(head.manifest.body).replace('\\"size\\"', '\\"link\\":\\"/etc\\",\\"size\\"');
  const body = JSON.parse(linked) as string;
  const withLink = { body, signatures: [ann, ben].map((key) => signBody(body, 'manifest', key)) };
  return [
    attack('the release that runs', updateOf({ counter: 5 }), 'older'),
    attack('an older release', updateOf({ counter: 4 }), 'older'),
    attack(
      'one that needs another first',
      of((manifest) => ({ ...manifest, after: 6 }), 8),
      'older',
    ),
    attack(
      'for another model',
      of((manifest) => ({ ...manifest, models: ['other-1'] })),
      'device',
    ),
    attack('the manifest of another update', carried(head, filesOf(7)), 'damaged'),
    attack('a link instead of a file', carried({ ...head, manifest: withLink }, filesOf(6)), 'damaged'),
    ...[
      '../neighbour',
      '../../neighbour',
      'bin/../../x',
      '/tmp/x',
      'bin\\..\\x',
      '.profile',
      'BIN/homebound.mjs',
      'data/empty/x',
      'release.json',
    ].map(moved),
  ];
}

function tooLarge(): Attack[] {
  const longHead = Buffer.from(good);
  longHead.writeUInt32BE(0xffffffff, 5);
  const huge = updateOf({
    counter: 6,
    change: (m) => ({ ...m, files: m.files.map((file) => ({ ...file, size: limits.payload_bytes })) }),
  });
  const many = Object.fromEntries(Array.from({ length: limits.files + 1 }, (_, i) => [`f${i}`, new Uint8Array(0)]));
  const endless = bytesSource(good);
  return [
    attack('a head of 4 GiB', longHead, 'tooLarge'),
    attack('files of 1 GiB each', huge, 'tooLarge', 'damaged'),
    attack(`${limits.files + 1} files`, updateOf({ counter: 6, files: { ...filesOf(6), ...many } }), 'damaged'),
    { name: 'a source of a terabyte', source: () => ({ ...endless, size: 1e12 }), code: ['tooLarge'] },
  ];
}

const attacks = [...tampered(), ...cutOff(), ...ofSigners(), ...signedButWrong(), ...tooLarge()];

/** Offers each to a robot. @returns those that were taken, refused for no reason of ours, or left something behind */
async function taken(checks: UpdateChecks): Promise<string[]> {
  const found: string[] = [];
  for (const { name, source, code } of attacks) {
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
  ['no look at signatures', { signatures: (_, keys) => keys }, /^(one signature too few|wrong key|nobody signed): /],
  ['no look at the counter', { counter: () => {} }, /^(an older release|the release that runs|one that needs): /],
  ['no look at the model', { device: () => {} }, /^for another model: taken/],
  ['no look at paths', { paths: () => {} }, /^a file to \.\.\/neighbour: /],
  ['no look at hashes', { chunk: () => {} }, /^tampered: last byte: taken/],
] as readonly (readonly [string, Partial<UpdateChecks>, RegExp])[])(
  'T-UPD, planted fault: %s',
  async (_, left, found) => {
    expect((await taken({ ...soundChecks, ...left })).filter((line) => found.test(line))).not.toEqual([]);
  },
  60_000,
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
