import {
  type ByteSource,
  bytesSource,
  CHUNK_BYTES,
  decodeHead,
  headLength,
  limits,
  PREFIX_BYTES,
  publicKeyOf,
  signBody,
  signKeyList,
  type UpdateError,
} from '@homebound/update';
import { ann, ben, carried, filesOf, stranger, trusted, updateOf } from './updateRig.ts';

/** Something that is no update for this robot, by whatever skill it was made. */
export interface Attack {
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

/** What it should be. */
export const good = updateOf({ counter: 6 });
export const headBytes = headLength(good, 'good');
const payloadAt = PREFIX_BYTES + headBytes;
export const head = decodeHead(good.subarray(PREFIX_BYTES, payloadAt), 'good');
const next = { version: 2, threshold: 1, keys: [publicKeyOf(stranger)] };

/** The good one with one bit changed. */
export function flipped(at: number): Uint8Array {
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

export const attacks: readonly Attack[] = [
  ...tampered(),
  ...cutOff(),
  ...ofSigners(),
  ...signedButWrong(),
  ...tooLarge(),
];
