import { memoryStore } from '@homebound/gateway';
import type { RobotBody, SensorRecord, SignRecord } from '@homebound/robot';
import { deafened } from './abuseFaults.ts';
import { AbuseRig, type Faults, type Kept } from './abuseRig.ts';

/** Slower than this no wheel turns, m/s. */
const TURNS_MPS = 0.005;
let rigs: AbuseRig[] = [];
afterEach(async () => {
  await Promise.all(rigs.map((rig) => rig.end()));
  rigs = [];
});

async function robot(faults: Faults, kept?: Kept): Promise<AbuseRig> {
  const rig = await AbuseRig.start(faults, kept);
  rigs.push(rig);
  return rig;
}

const turned = ({ moments }: AbuseRig, from_s = 0) =>
  moments.find(({ stamp_s, wheelSpeed_mps }) => stamp_s >= from_s && wheelSpeed_mps > TURNS_MPS);

/** Whether whoever is in the room sees, hears and can read later that somebody drives, before the first wheel turns. */
async function untold(faults: Faults): Promise<string[]> {
  const rig = await robot(faults);
  await rig.pair();
  await rig.look();
  await rig.hold(2);
  const moved = turned(rig);
  if (moved === undefined) return ['it did not move'];
  const breaches: string[] = [];
  const signs = rig.simulator.signs().filter(({ stamp_s }) => stamp_s <= moved.stamp_s);
  if (signs.at(-1)?.shows !== 'drivenByHand') breaches.push('it moved without its light');
  if (!signs.some(({ tune }) => tune === 'driven')) breaches.push('it moved without a chirp');
  const who = faults.lyingGateway ? 'unknown' : rig.session;
  const written = rig.log.slice(0, moved.logged).filter(({ kind, what }) => kind === 'manualDrive' && what === 'drive');
  if (written[0]?.by !== who) breaches.push('it moved before it was written down who drives');
  return breaches;
}

/** A body that says of its sign what it was told, and shows nothing: a driver of light and chirp that nobody has tried. */
function boasting(body: RobotBody): RobotBody {
  let told: Omit<SignRecord, 'kind' | 'stamp_s'> = { shows: 'idle', chirps: 0, camera: false };
  const boast = (record: SensorRecord): SensorRecord => (record.kind === 'sign' ? { ...record, ...told } : record);
  return {
    ...body,
    sign: ({ reason, chirps, camera }) => {
      told = { shows: reason, chirps, camera };
    },
    poll: (now_s) => body.poll(now_s).map(boast),
  };
}

/** A drive that asks nobody whether the room is told. */
const ungated: Faults['drive'] = (sound) =>
  deafened(sound, 'hand_permit', (hear) => hear({ state: 'driven', reason: '' }));
/** A sign that comes on when the gateway says so. */
const believing: Faults['presence'] = (sound) => deafened(sound, 'hand_input');

test('T-ABUSE: light, chirp and an entry in the log come before the first wheel turns', async () => {
  expect(await untold({})).toEqual([]);
});

test('T-ABUSE: also when a gateway that was taken over says that nobody drives, and writes nothing down', async () => {
  expect(await untold({ lyingGateway: true })).toEqual([]);
});

test.each<[string, Faults, string]>([
  ['a body that only says it shows it', { body: boasting }, 'it moved without its light'],
  ['a sign that is not derived from the inputs', { presence: believing, drive: ungated }, 'it moved without its light'],
  ['a gateway that lies to such a sign', { presence: believing, lyingGateway: true }, 'it did not move'],
  [
    'deeds that nobody writes down',
    { lyingGateway: true, ports: (sound) => ({ ...sound, deed: () => {} }) },
    'it moved before it was written down who drives',
  ],
])('T-ABUSE, planted fault: %s', async (_, faults, breach) => {
  expect(await untold(faults)).toContain(breach);
});

/** How far it is driven with a light or a speaker that does not work. */
async function drivenInTheDark(part: 'light' | 'speaker', faults: Faults): Promise<string[]> {
  const rig = await robot(faults);
  rig.simulator.control.breakSign(part);
  await rig.pair();
  await rig.look();
  await rig.hold(3);
  const breaches = turned(rig) === undefined ? [] : ['it moved'];
  if (rig.answers.at(-1)?.accepted !== false) breaches.push('it was not refused');
  return breaches;
}

test.each(['light', 'speaker'] as const)('T-ABUSE: with a broken %s nobody drives it by hand', async (part) => {
  expect(await drivenInTheDark(part, {})).toEqual([]);
});

test('T-ABUSE, planted fault: a drive that asks nobody whether the room is told', async () => {
  expect(await drivenInTheDark('light', { drive: ungated })).toContain('it moved');
});

/** Whether the button ends a drive within 0.20 s, for good, over a restart, and against an admin. */
async function undone(faults: Faults): Promise<string[]> {
  const kept: Kept = { pairings: memoryStore() };
  const rig = await robot(faults, kept);
  await rig.pair();
  await rig.look();
  let pressed_s = Number.NaN;
  const press = (): void => {
    pressed_s = rig.graph.now_s();
    rig.simulator.control.press('privacy');
  };
  await rig.hold(3, { s: 1, act: press });
  const breaches: string[] = [];
  if (turned(rig) === undefined) breaches.push('it did not move before');
  const isZero = ({ v_mps, w_radps }: { v_mps: number; w_radps: number }) => v_mps === 0 && w_radps === 0;
  if (!rig.drives.filter(({ stamp_s }) => stamp_s >= pressed_s + 0.2).every(isZero))
    breaches.push('it was told to go on');
  if (!rig.log.some(({ kind, by, what }) => kind === 'manualDrive' && by === 'body' && what === 'off'))
    breaches.push('the button is not in the log');
  if ((await rig.ask('PUT', 'manual', { isOn: true })).status !== 409) breaches.push('an admin switched it on');
  return [...breaches, ...(await undoneByRestart(faults, kept, rig.token))];
}

async function undoneByRestart(faults: Faults, kept: Kept, token: string): Promise<string[]> {
  const rig = await robot(faults, kept);
  const breaches: string[] = [];
  rig.token = token;
  await rig.look();
  await rig.hold(1);
  if (turned(rig) !== undefined) breaches.push('it is driven after a restart');
  if ((await rig.ask('PUT', 'manual', { isOn: true })).status !== 409)
    breaches.push('an admin switched it on after a restart');
  // Somebody at the robot holds the button: on again.
  rig.press('privacy', 3);
  const from_s = rig.graph.now_s();
  await rig.hold(1);
  if (turned(rig, from_s) === undefined) breaches.push('it stays off for good');
  return breaches;
}

test('T-ABUSE: the privacy button has zero on the wire within 0.20 s, stays over a restart and against an admin, until it is held', async () => {
  expect(await undone({})).toEqual([]);
});

test.each<[string, Faults, string]>([
  [
    'a button that nobody hears while somebody is logged in',
    {
      presence: (sound) => {
        let viewers = 0;
        const counted = deafened(sound, 'presence', (hear, message) => {
          viewers = (message as { viewers: string[] }).viewers.length;
          hear(message);
        });
        return deafened(counted, 'button', (hear, message) => viewers === 0 && hear(message));
      },
    },
    'it was told to go on',
  ],
  [
    'a drive that is ended only in the pages',
    { drive: ungated, ports: (s) => ({ ...s, drivingIsOff: () => {} }) },
    'it was told to go on',
  ],
  [
    'a switch that forgets',
    { keeper: (sound) => ({ ...sound, load: () => undefined }) },
    'it is driven after a restart',
  ],
  [
    'a switch that forgets who switched it',
    { keeper: (sound) => ({ ...sound, save: (state) => sound.save({ ...state, atRobot: false }) }) },
    'an admin switched it on after a restart',
  ],
  ['a press that nobody writes down', { ports: (s) => ({ ...s, deed: () => {} }) }, 'the button is not in the log'],
])('T-ABUSE, planted fault: %s', async (_, faults, breach) => {
  expect(await undone(faults)).toContain(breach);
});

/** Whether somebody who begins to look is seen and heard, once. */
async function unseen(faults: Faults): Promise<string[]> {
  const rig = await robot(faults);
  await rig.pair();
  // The light of pairing is off after two minutes.
  rig.graph.runFor(125);
  await rig.look();
  await rig.look();
  rig.graph.runFor(60);
  const heard = rig.simulator.signs().filter(({ tune }) => tune === 'watched').length;
  const breaches = heard === 1 ? [] : [`${heard} chirps`];
  if (rig.simulator.signs().at(-1)?.shows !== 'watched') breaches.push('no light');
  return breaches;
}

test('T-ABUSE: who begins to look is seen, and heard once', async () => {
  expect(await unseen({})).toEqual([]);
});

test('T-ABUSE, planted fault: a gateway that does not say who looks', async () => {
  expect(await unseen({ lyingGateway: true })).toEqual(['0 chirps', 'no light']);
});

/** The same of somebody who opens no page, and asks for the map every ten seconds. */
async function unseenAsking(faults: Faults): Promise<string[]> {
  const rig = await robot(faults);
  await rig.pair();
  rig.graph.runFor(125);
  for (let n = 0; n < 6; n++) {
    await rig.ask('GET', 'map.json');
    rig.graph.runFor(10);
  }
  const heard = rig.simulator.signs().filter(({ tune }) => tune === 'watched').length;
  const breaches = heard === 1 ? [] : [`${heard} chirps`];
  if (rig.simulator.signs().at(-1)?.shows !== 'watched') breaches.push('no light');
  if (rig.log.filter(({ kind, by }) => kind === 'login' && by === rig.session).length !== 1) breaches.push('no entry');
  return breaches;
}

test('T-ABUSE: who looks by asking for the map, without a page, is seen, heard once and written down', async () => {
  expect(await unseenAsking({})).toEqual([]);
});

test('T-ABUSE, planted fault: a gateway that does not say who asks', async () => {
  expect(await unseenAsking({ lyingGateway: true })).toEqual(['0 chirps', 'no light', 'no entry']);
});

/** Whether ten seconds on the button shut everybody out, and less do not. */
async function unreset(faults: Faults): Promise<string[]> {
  const rig = await robot(faults);
  await rig.pair();
  await rig.look();
  await rig.hold(1);
  rig.press('reset', 3.5);
  const before = await rig.ask('GET', 'state');
  const breaches = before.status === 200 ? [] : ['a short press resets'];
  rig.press('reset', 10);
  const from_s = rig.graph.now_s();
  if ((await rig.ask('GET', 'state')).status !== 401) breaches.push('the old token opens');
  await rig.hold(1);
  if (turned(rig, from_s + 0.2) !== undefined) breaches.push('the old page drives');
  return breaches;
}

test('T-ABUSE: ten seconds on the reset button shut everybody out, without any page', async () => {
  expect(await unreset({})).toEqual([]);
});

test('T-ABUSE, planted fault: a reset that the gateway does not hear of', async () => {
  expect(await unreset({ ports: (sound) => ({ ...sound, reset: () => {} }) })).toEqual([
    'the old token opens',
    'the old page drives',
  ]);
});
