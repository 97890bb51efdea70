import { generateKeyPairSync } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import {
  decodeKeyList,
  encodeKeyList,
  fileSource,
  keyId,
  makeUpdate,
  publicKeyOf,
  type Signed,
  signKeyList,
  signUpdate,
} from '@homebound/update';
import { CliError } from './errors.ts';
import { readInput, writeWhole } from './files.ts';

export interface MakeOptions {
  readonly newKey?: string;
  readonly trust?: readonly string[];
  readonly make?: string;
  readonly sign?: string;
  /** Files of private keys. */
  readonly key?: readonly string[];
  readonly keyList?: readonly string[];
  readonly counter?: number;
  readonly after?: number;
  readonly release?: string;
  readonly model?: readonly string[];
  readonly entry?: string;
  readonly threshold?: number;
  readonly before?: string;
  readonly out?: string;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const textOf = (path: string, what: string): string => new TextDecoder().decode(readInput(path, what)).trim();
const privateKeys = (paths: readonly string[] = []): string[] => paths.map((path) => textOf(path, 'private key'));

/** What makers of releases do, on a machine that needs no network. */
export const makerTasks = {
  newKey: async ({ newKey = '' }: MakeOptions) => makeKey(newKey),
  trust: async (options: MakeOptions) => writeKeyList(options),
  make: async (options: MakeOptions) => writeUpdate(options),
  sign: async ({ sign = '', key = [] }: MakeOptions) => {
    if (key.length !== 1) throw new CliError('--sign needs one --key: each signs for themselves');
    const source = await fileSource(sign);
    await signUpdate(source, privateKeys(key)[0], sign).finally(() => source.close());
    say(`${sign} has the signature of ${keyId(publicKeyOf(privateKeys(key)[0]))}`);
  },
} as const;

function makeKey(path: string): void {
  if (existsSync(path)) throw new CliError(`${path} is there already: a key is not written over`);
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  writeFileSync(path, pem, { mode: 0o600, flag: 'wx' });
  writeFileSync(`${path}.pub`, `${publicKeyOf(pem)}\n`);
  say(
    `${path} is the private key: keep it off every network. ${path}.pub is ${keyId(publicKeyOf(pem))}, for everybody`,
  );
}

/** The first list of keys as it is; one after another with the signatures that hand the robot over to it. */
function writeKeyList({ trust = [], threshold, before, key, out = 'trusted-keys.json' }: MakeOptions): void {
  if (threshold === undefined) throw new CliError('--trust needs --threshold: how many of the keys must sign');
  const keys = trust.map((path) => textOf(path, 'public key'));
  const older = before === undefined ? undefined : decodeKeyList(textOf(before, 'list of keys'), before);
  const list = decodeKeyList(
    encodeKeyList({ version: (older?.version ?? 0) + 1, threshold, keys }),
    'this list of keys',
  );
  writeWhole(out, older === undefined ? encodeKeyList(list) : JSON.stringify(signKeyList(list, privateKeys(key))));
  say(`${out}: list ${list.version}, ${threshold} of ${keys.length} keys`);
}

async function writeUpdate(options: MakeOptions): Promise<void> {
  const {
    make = '',
    counter,
    release,
    model = [],
    key,
    keyList = [],
    entry = 'dist/homebound.js',
    after = 0,
  } = options;
  if (counter === undefined || release === undefined || model.length === 0)
    throw new CliError('--make needs --counter, --release and --model');
  const out = options.out ?? `homebound-${release}.hbup`;
  const keyLists = keyList.map((path) => JSON.parse(textOf(path, 'signed list of keys')) as Signed);
  const words = { version: release, counter, after, models: model, entry, keyLists };
  const { files } = await makeUpdate(make, words, privateKeys(key), out);
  say(`${out}: number ${counter}, ${files.length} files, ${key?.length ?? 0} signatures`);
}
