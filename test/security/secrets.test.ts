import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { root } from '../helpers/homebound.ts';

/** Shapes of secrets that give themselves away. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{40,}-----END/g],
  [
    'a token of a well-known service',
    /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{18,}|npm_[A-Za-z0-9]{30,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|sk_live_\w{20,})/g,
  ],
  ['a JSON web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g],
  ['a password in an address', /\b[a-z][a-z+.-]+:\/\/[^\s/:@'"`${}]+:[^\s/@'"`${}]+@[\w.-]+/g],
  [
    'a password or token that is set',
    /\b(?:password|passphrase|passwd|secret|token|api_?key|psk)\s*[:=]\s*['"](?=[^'"]*\d)(?=[^'"]*[A-Za-z])[\w+/=!#%&*-]{12,}['"]/gi,
  ],
];
/** Literals of 128 bits and more: written as hex, or as base64. */
const literal = /(?<![\w+/=-])(?:[0-9a-fA-F]{32,}|[A-Za-z0-9+/]{32,}={0,2})(?![\w+/=-])/g;
/** Bits of a character: random hex has 4, random base64 nearly 6 (less in short ones); words and paths have less than 4. */
const leastBits = { hex: 3.2, base64: 4.3 };

/**
 * What looks like a secret and is none, by the first 64 bits of its SHA-256, so that it does not stand here once more: known answers of
 * checks and digests, magic numbers, a format's golden files.
 */
const knownHarmless: ReadonlySet<string> = new Set([
  // The vault's golden files, sealed under keys that are made for them.
  'd81aec6c297e77c2',
  '6c786a63f267138f',
  'f1b8160baa4c7380',
  // The code tables that the JPEG standard gives (ITU T.81, K.3).
  '1da3ef09bd35693e',
  '5a3838e1fc78a7e9',
  '7ea2153703321519',
  '8a3b68d9543dfc09',
  'd7c9c3fccea9bd58',
  // Sums that the detectors' packages and models are checked by.
  '1ed900b99914485d',
  '40b7cadd9f7f5b91',
  '4e83af342f82a7d5',
  '9da5509c16ca054d',
  'c30d468fd6916168',
  'c62818018b01642e',
  'f22dca80773cb701',
  'f29ad1c3826a9792',
  'fb697366584b0472',
  // A marker that `homebound doctor` must not tell.
  'a014c67c57ddf572',
]);

interface Found {
  readonly name: string;
  readonly what: string;
  readonly hash: string;
}

function secretsIn(name: string, text: string): Found[] {
  const found = shapes.flatMap(([what, shape]) => [...text.matchAll(shape)].map(([word]) => ({ what, word })));
  for (const [word] of text.matchAll(literal)) if (isRandom(word)) found.push({ what: 'a literal like a key', word });
  return found
    .map(({ what, word }) => ({ name, what, hash: createHash('sha256').update(word).digest('hex').slice(0, 16) }))
    .filter(({ hash }) => !knownHarmless.has(hash));
}

/** Shannon's entropy of its characters beyond what a name, a path or a sentence reaches. */
function isRandom(word: string): boolean {
  const isHex = /^[0-9a-fA-F]+$/.test(word);
  if (!isHex && !(/\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word))) return false;
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  const bits = [...counts.values()].reduce(
    (sum, count) => sum - (count / word.length) * Math.log2(count / word.length),
    0,
  );
  return bits > (isHex ? leastBits.hex : leastBits.base64);
}

/** All that is checked in, or, where this is no clone but an archive of one, all that lies here and was not built. */
function trackedNames(): string[] {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return stdout.split('\0').filter((name) => name !== '');
  const built = /(^|\/)(node_modules|dist|runs|\.git|\.cache|coverage)(\/|$)/;
  return (readdirSync(root, { recursive: true, encoding: 'utf8' }) as string[]).filter(
    (name) => !built.test(name) && statSync(join(root, name)).isFile(),
  );
}

/** What is text of it; the lock file holds hashes of packages alone. */
function trackedTexts(): string[] {
  const pictures = new Set(['.png', '.gz', '.wasm', '.mcap', '.hbmap', '.stl', '.bin', '.ico']);
  return trackedNames().filter((name) => name !== 'package-lock.json' && !pictures.has(extname(name)));
}

test('T-KEY: no file that is checked in holds a private key, a token, a password or a literal like a key', () => {
  const names = trackedTexts();
  expect(names.length).toBeGreaterThan(800);
  const found = names.flatMap((name) => {
    try {
      return secretsIn(name, readFileSync(join(root, name), 'utf8'));
    } catch (cause) {
      // Another may be taking it away just now.
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw cause;
    }
  });
  expect(found).toEqual([]);
});

const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
test.each([
  ['a private key', pem],
  ['a token of a service', `const t = 'gh${'p_'}${randomBytes(18).toString('hex')}';`],
  ['a password in an address', `fetch('https://robot:${'hunter2'}@broker.local')`],
  ['a password', `const options = { password: 'correct${'4'}horse!battery' };`],
  ['256 bits as hex', `const KEY = '${randomBytes(32).toString('hex')}';`],
  ['256 bits as base64', `const KEY = '${randomBytes(32).toString('base64')}';`],
  ['128 bits as hex', `key: ${randomBytes(16).toString('hex')}`],
])('T-KEY, planted fault: %s in a source', (_, text) => {
  expect(secretsIn('planted.ts', text).length).toBeGreaterThan(0);
});

/** What names one machine and stands on its box or in its packets: a key or a name made of it is anybody's to guess. */
const identity =
  /\.mac\b|\/sys\/class\/net\/[^'"`\s]*address|machine-id|product_(uuid|serial)|board_serial|\/proc\/cpuinfo|serial-number|gethostid|\bSerial\b.*cpuinfo/g;

const identityReads = (files: readonly { name: string; text: string }[]): string[] =>
  files.flatMap(({ name, text }) => [...text.matchAll(identity)].map(([word]) => `${name}: ${word}`));

test('T-KEY: no source asks for a serial number, an address of hardware or the machine’s number, for keys or for names', () => {
  const sources = trackedTexts().filter((name) =>
    /^(packages|sim|launch|tools)\/.*(?<!\.test)\.(ts|mjs|service)$/.test(name),
  );
  expect(sources.length).toBeGreaterThan(300);
  const files = sources.flatMap((name) =>
    existsSync(join(root, name)) ? [{ name, text: readFileSync(join(root, name), 'utf8') }] : [],
  );
  expect(identityReads(files)).toEqual([]);
});

test.each(['networkInterfaces().eth0[0].mac', "read('/sys/class/net/wlan0/address')", "read('/etc/machine-id')"])(
  'T-KEY, planted fault: a source with %s',
  (text) => {
    expect(identityReads([{ name: 'planted.ts', text }])).toHaveLength(1);
  },
);
