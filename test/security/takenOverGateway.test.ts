import { randomBytes } from 'node:crypto';
import { Callers } from '@homebound/gateway';
import type { TestMind } from '../../packages/link/src/gateway/gatewayRig.ts';
import { believing, type Household, householdAt, keepIn, listOf, type Plant, TakenOver } from './takenOverRig.ts';

/**
 * A gateway that was taken over, before a mind with paired devices. It has been told the list of pairings with all its hashes; the secrets
 * are with the devices.
 */
const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);

type Planted = NonNullable<Plant['access']>;
const drive = { type: 'command', id: 1, command: { command: 'drive', v_mps: 0.2, w_radps: 0 } };
const clean = { type: 'command', id: 1, command: { command: 'start' } };
const backup = { type: 'call', id: 1, call: 'backup', request: { passphrase: 'long enough' } };

/** What may stand where a secret belongs, of all that the gateway has, and secrets of devices that may not. */
function wordsOf({ admin, over, ended }: Household): Readonly<Record<string, object>> {
  return {
    'no secret': {},
    'the number of a device': { token: admin.id.padEnd(43, '-') },
    'the hash of a secret': { token: Buffer.from(String(admin.entry.hash), 'hex').toString('base64url') },
    'a secret of its own': { token: randomBytes(32).toString('base64url') },
    'a pairing that is over': { token: over.token },
    'a pairing that was ended': { token: ended.token },
  };
}

type Deed = readonly [what: string, say: (rig: TakenOver, word: object) => void, isDone: (rig: TakenOver) => boolean];
const changed = (change: object) => (rig: TakenOver, word: object) => {
  const { admin, viewer, over } = rig.household;
  rig.say({ type: 'savePairings', id: 1, ...word }, listOf(admin.entry, { ...viewer.entry, ...change }, over.entry));
};
const heads = ({ heard }: TakenOver, type: string): unknown[] => heard.filter((head) => head.type === type);

const deeds: readonly Deed[] = [
  [
    'a backup',
    (rig, word) => rig.say({ ...backup, ...word }),
    ({ mind }) => mind.calls.some((c) => c.call === 'backup'),
  ],
  ['a drive', (rig, word) => rig.say({ ...drive, ...word }), ({ mind }) => mind.commands.length > 0],
  ['a clean', (rig, word) => rig.say({ ...clean, ...word }), ({ mind }) => mind.commands.length > 0],
  ['a clock', (rig, word) => rig.say({ type: 'clock', wall_s: 2e9, ...word }), ({ mind }) => mind.time.wall_s === 2e9],
  [
    'a look',
    (rig, word) => {
      rig.say({ type: 'viewers', tokens: ['token' in word ? word.token : null] });
      rig.say({ type: 'more' });
    },
    (rig) => heads(rig, 'news').length > 0,
  ],
  ['the log', (rig, word) => rig.say({ type: 'readAudit', id: 1, ...word }), (rig) => heads(rig, 'reply').length > 1],
  ['a role', changed({ role: 'admin' }), ({ kept }) => kept[1].role === 'admin'],
  ['a name', changed({ name: 'Phone of a friend' }), ({ kept }) => kept[1].name !== 'Tablet'],
  [
    'an end',
    (rig, word) => rig.say({ type: 'savePairings', id: 1, ...word }, listOf(rig.household.admin.entry)),
    ({ kept }) => kept.every(({ name }) => name !== 'Tablet'),
  ],
  [
    'an entry on a device',
    (rig, word) => rig.say({ type: 'audit', event: { kind: 'login', what: 'page', outcome: 'done' }, ...word }),
    ({ mind }) => mind.events.some(({ kind, by }) => kind === 'login' && by.startsWith('session-')),
  ],
];

/** What a gateway gets done with each of these words, of a mind with this fault. */
async function done(plant: Plant, wordsFor: (household: Household) => Readonly<Record<string, object>> = wordsOf) {
  const found: Record<string, string[]> = {};
  for (const [what, say, isDone] of deeds)
    for (const name of Object.keys(wordsFor(householdAt(0)))) {
      const rig = await TakenOver.begin(plant);
      say(rig, wordsFor(rig.household)[name]);
      await rig.heardOut();
      if (isDone(rig)) found[name] = [...(found[name] ?? []), what];
      await rig.end();
    }
  return found;
}

const all = deeds.map(([what]) => what);

onLinux('T-AUTHZ, T-PRIV: a gateway that was taken over acts as no device whose secret it was not given', async () => {
  expect(await done({})).toEqual({});
});

onLinux('T-AUTHZ: with a secret that it was given it may what that device may, by the table of policies', async () => {
  const given = ({ admin, viewer }: Household) => ({ admin: { token: admin.token }, viewer: { token: viewer.token } });
  const asViewer = ['a look', 'an end', 'an entry on a device']; // The end is its own.
  expect(await done({}, given)).toEqual({ admin: all, viewer: asViewer });
  const noRole: Plant = {
    access: (sound) => ({
      admit: (token) => (sound.whose(token) === undefined ? { refusal: '' } : { id: sound.whose(token)! }),
    }),
  };
  // Planted fault: a mind that looks who it is, and not what they may.
  const isChange = (what: string): boolean => what === 'a role' || what === 'a name';
  expect((await done(noRole, given)).viewer).toEqual(all.filter((what) => !isChange(what)));
});

onLinux("T-AUTHZ, T-PRIV, planted fault: a mind that believes the gateway's word for who asks", async () => {
  expect(await done({ access: believing })).toEqual({ 'no secret': all, 'the number of a device': all });
});

onLinux(
  'T-AUTHZ, planted faults: a mind that takes a hash for a secret, and one to which any caller is this machine',
  async () => {
    const byHash = ({ entry }: Household['admin']): string =>
      Buffer.from(String(entry.hash), 'hex').toString('base64url');
    const takesHash: Plant = {
      access: (sound, { admin }) => {
        const secretOf = (token?: string) => (token === byHash(admin) ? admin.token : token);
        return {
          whose: (token) => sound.whose(secretOf(token)),
          admit: (token, deed) => sound.admit(secretOf(token), deed),
          save: (bytes, token) => sound.save(bytes, secretOf(token)),
        };
      },
    };
    expect(await done(takesHash)).toEqual({ 'the hash of a secret': all });
    // Who is on this machine has no session in the log.
    expect(await done({ here: 'always' })).toEqual({ 'no secret': all.slice(0, -1) });
  },
);

onLinux(
  'T-AUTHZ, planted faults: a mind that looks at no age, and one that goes on with the list that it began with',
  async () => {
    const other = (mind: TestMind, load: () => Uint8Array | undefined, ago_s: number): ReturnType<Planted> => {
      const store = { load, save: (bytes: Uint8Array) => keepIn(mind, bytes) };
      const clock = { mono_s: () => mind.time.mono_s, wall_s: () => mind.time.wall_s - ago_s };
      const callers = new Callers({ store, ...clock, here: 'never', warn: () => {} });
      return {
        whose: (token) => callers.whose(token),
        admit: (token, deed) => callers.admit(token, deed),
        save: (bytes, token) => callers.save(bytes, token),
      };
    };
    const ageless: Planted = (_, __, mind) => other(mind, () => mind.pairings, 390 * 86_400);
    const first: Planted = (_, { admin, viewer, over, ended }, mind) => {
      const list = listOf(admin.entry, viewer.entry, over.entry, ended.entry);
      return other(mind, () => list, 0);
    };
    expect(await done({ access: ageless })).toEqual({ 'a pairing that is over': all });
    // Whatever is changed in the list, such a mind writes its own over it.
    const lasting = all.filter((what) => !['a role', 'a name', 'an end'].includes(what));
    expect(await done({ access: first })).toEqual({ 'a pairing that was ended': lasting });
  },
);

/** What a gateway makes of the list of pairings while the pairing button's window is open, with no secret. */
async function inWindow(plant: Plant): Promise<string[]> {
  const found: string[] = [];
  const stolen = Buffer.alloc(32, 7).toString('hex');
  const attempt = async (
    what: string,
    list: (household: Household) => object[],
    isDone: (rig: TakenOver) => boolean,
  ) => {
    const rig = await TakenOver.begin(plant);
    rig.callers.pressed('pair');
    rig.say({ type: 'savePairings', id: 1 }, listOf(...(list(rig.household) as Household['admin']['entry'][])));
    await rig.heardOut();
    if (isDone(rig)) found.push(what);
    await rig.end();
  };
  const rest = ({ viewer, over }: Household): object[] => [viewer.entry, over.entry];
  await attempt(
    'another secret for a device',
    (h) => [{ ...h.admin.entry, hash: stolen }, ...rest(h)],
    ({ kept }) => kept[0].hash === stolen,
  );
  await attempt(
    'a device in the place of another',
    (h) => [{ ...h.admin.entry, id: 'b'.repeat(16), hash: stolen }, ...rest(h)],
    ({ kept }) => kept.length === 3 && kept[0].hash === stolen,
  );
  await attempt(
    'a pairing that lives on',
    (h) => [h.admin.entry, h.viewer.entry, { ...h.over.entry, created_s: 1.8e9, seen_s: 1.8e9 }],
    ({ kept }) => kept[2].created_s === 1.8e9,
  );
  await attempt(
    'a device of its own, once',
    (h) => [h.admin.entry, ...rest(h), { ...h.admin.entry, id: 'b'.repeat(16), hash: stolen, name: 'Thief' }],
    ({ kept }) => kept.length === 4,
  );
  return found;
}

onLinux(
  "T-PAIR, T-PRIV: while the button's window is open it can pair one device, as whoever stands there could, and be no other",
  async () => {
    expect(await inWindow({})).toEqual(['a device of its own, once']);
  },
);

onLinux('T-PAIR, planted fault: a mind that keeps whatever list its gateway gives', async () => {
  const keeps: Plant = { access: (_, __, mind) => ({ save: (bytes) => keepIn(mind, bytes) }) };
  expect(await inWindow(keeps)).toEqual([
    'another secret for a device',
    'a device in the place of another',
    'a pairing that lives on',
    'a device of its own, once',
  ]);
});

/** Names in the log after a hundred entries, each with another secret that is nobody's. */
async function namesInLog(plant: Plant): Promise<number> {
  const rig = await TakenOver.begin(plant);
  const event = { kind: 'login', what: 'page', outcome: 'done' };
  for (let n = 0; n < 100; n++) rig.say({ type: 'audit', event, token: randomBytes(32).toString('base64url') });
  await rig.heardOut();
  const names = new Set(rig.mind.events.map(({ by }) => by));
  expect(rig.mind.events.length).toBe(100);
  await rig.end();
  return names.size;
}

onLinux(
  'T-AUDIT: it pushes nothing out of the log by devices that there are not: they are one, which has its share',
  async () => {
    expect(await namesInLog({})).toBe(1);
    expect(await namesInLog({ access: () => ({ whose: (token) => token?.slice(0, 16) }) })).toBe(100); // Planted fault: takes every name.
  },
);

onLinux(
  'T-AUTHZ: a robot that is for this machine alone until a device is paired takes no word of it after',
  async () => {
    const rig = new TakenOver({ here: 'unpaired' });
    expect(rig.callers.whose(undefined)).toBe(undefined);
    rig.mind.pairings = undefined;
    expect(rig.callers.whose(undefined)).toBe('here');
    rig.mind.pairings = new TextEncoder().encode('damaged');
    expect([rig.callers.whose(undefined), rig.callers.whose(rig.household.admin.token)]).toEqual([
      undefined,
      undefined,
    ]);
    const never = new TakenOver({ here: 'never' });
    never.mind.pairings = undefined;
    expect(never.callers.whose(undefined)).toBe(undefined);
  },
);
