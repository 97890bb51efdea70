import { memoryStore } from '@homebound/gateway';
import type { NodeDefinition } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import type { RobotBody, SensorRecord } from '@homebound/robot';
import { deafened } from './abuseFaults.ts';
import { AbuseRig, type Faults, type Kept, type Moment } from './abuseRig.ts';

/** An open camera is told of by its lamp, and shut by anybody: judged from the true lamp and the device, whatever nodes say. */
let rigs: AbuseRig[] = [];
afterEach(async () => {
  await Promise.all(rigs.map((rig) => rig.end()));
  rigs = [];
});

/** Time of one step of the body, s: the finest that is judged. */
const STEP_S = 0.02;

/** A robot at work, whose admin has switched the camera on. */
class Watched {
  readonly rig: AbuseRig;

  private constructor(rig: AbuseRig) {
    this.rig = rig;
  }

  static async begin(faults: Faults, kept?: Kept): Promise<Watched> {
    const rig = await AbuseRig.start(faults, kept);
    rigs.push(rig);
    const watched = new Watched(rig);
    await rig.pair();
    rig.work();
    await watched.switch('on');
    rig.graph.runFor(2);
    return watched;
  }

  get isOpen(): boolean {
    return this.rig.simulator.body.camera?.isOpen === true;
  }

  /** @param token  of who asks; without one it is somebody who is not paired */
  async switch(word: 'on' | 'off', token = this.rig.token): Promise<number> {
    const own = this.rig.token;
    this.rig.token = token;
    const { status } = await this.rig.ask('POST', `camera/${word}`, {});
    this.rig.token = own;
    return status;
  }

  /** Longest that `holds` was so without a break, s. */
  longest_s(holds: (moment: Moment) => boolean): number {
    let most = 0;
    let run = 0;
    for (const moment of this.rig.moments) {
      run = holds(moment) ? run + 1 : 0;
      most = Math.max(most, run);
    }
    return most * STEP_S;
  }

  get openedInTheDark(): boolean {
    return this.rig.moments.some(({ isOpen, lamp }, k, all) => isOpen && !lamp && all[k - 1]?.isOpen !== true);
  }
}

/** What was wrong with the lamp of a camera that was open for a while, during which something happens. */
async function untold(faults: Faults, happens: (rig: AbuseRig) => void = () => {}): Promise<string[]> {
  const eye = await Watched.begin(faults);
  const breaches = eye.isOpen ? [] : ['it did not open'];
  happens(eye.rig);
  eye.rig.graph.runFor(2);
  await eye.switch('off', '');
  eye.rig.graph.runFor(1);
  if (eye.openedInTheDark) breaches.push('it opened in the dark');
  // A lamp that fails is known of after a step of the body, and the device is shut within the next.
  if (eye.longest_s(({ lamp, isOpen }) => isOpen && !lamp) > 0.05) breaches.push('it was open in the dark');
  if (eye.longest_s(({ lamp, isOpen }) => lamp && !isOpen) > 0.7) breaches.push('its lamp burned for nothing');
  if (eye.isOpen) breaches.push('it stayed open');
  return breaches;
}

/** Records of the body's sign as somebody would have them. */
function signing(change: (record: SensorRecord) => readonly SensorRecord[]): NonNullable<Faults['body']> {
  return (body: RobotBody) => ({ ...body, poll: (now_s) => body.poll(now_s).flatMap(change) });
}

const breakLamp = (rig: AbuseRig): void => rig.simulator.control.breakSign('cameraLamp');
const boasting = signing((record) => [record.kind === 'sign' ? { ...record, camera: true } : record]);
/** A camera that asks nobody. */
const ungated: Faults['camera'] = (sound) =>
  deafened(sound, 'camera_permit', (hear) => hear({ may_open: true, reason: '', is_on: true }));
/** One that opens with a permit, and does not give it back. */
const keeping: Faults['camera'] = (sound) => {
  let had = false;
  return deafened(sound, 'camera_permit', (hear, message) => {
    had ||= (message as { may_open: boolean }).may_open;
    hear({ ...message, may_open: had });
  });
};

test('T-CAM: the lamp burns before the camera opens, as long as it is open, and no longer', async () => {
  expect(await untold({})).toEqual([]);
});

test('T-CAM: a lamp that fails shuts it', async () => {
  let isOpen = true;
  const breaches = await untold({}, (rig) => {
    breakLamp(rig);
    rig.graph.runFor(0.1);
    isOpen = rig.simulator.body.camera?.isOpen === true;
  });
  expect([breaches, isOpen]).toEqual([[], false]);
});

test('T-CAM: a body that says nothing of its lamp any more has it shut after half a second', async () => {
  let isMute = false;
  const mute = signing((record) => (isMute && record.kind === 'sign' ? [] : [record]));
  let isOpen = true;
  const breaches = await untold({ body: mute }, (rig) => {
    isMute = true;
    rig.graph.runFor(0.8);
    isOpen = rig.simulator.body.camera?.isOpen === true;
    isMute = false;
  });
  expect([breaches, isOpen]).toEqual([[], false]);
});

test.each<[string, Faults, ((rig: AbuseRig) => void) | undefined, string]>([
  ['a camera that opens first', { camera: ungated }, undefined, 'it opened in the dark'],
  ['a camera that does not shut', { camera: keeping }, undefined, 'it stayed open'],
  ['a camera that does not shut when its lamp fails', { camera: keeping }, breakLamp, 'it was open in the dark'],
  ['a body that only says that it burns', { body: boasting }, breakLamp, 'it was open in the dark'],
  [
    'a lamp that was never asked for',
    { body: (body) => boasting({ ...body, sign: (sign) => body.sign({ ...sign, camera: false }) }) },
    undefined,
    'it was open in the dark',
  ],
  [
    'a lamp that is not let go',
    { body: (body) => ({ ...body, sign: (sign) => body.sign({ ...sign, camera: true }) }) },
    undefined,
    'its lamp burned for nothing',
  ],
])('T-CAM, planted fault: %s', async (_, faults, happens, breach) => {
  expect(await untold(faults, happens)).toContain(breach);
});

/** Whether anybody shuts it, at once and for good, and nobody who may not opens it. */
async function unshut(faults: Faults): Promise<string[]> {
  const kept: Kept = { pairings: memoryStore() };
  const eye = await Watched.begin(faults, kept);
  const { rig } = eye;
  const breaches = eye.isOpen ? [] : ['it did not open'];
  if ((await eye.switch('off', '')) !== 200) breaches.push('who is not paired was refused');
  rig.graph.runFor(0.1);
  if (eye.isOpen) breaches.push('it stayed open');
  if ((await eye.switch('on', '')) !== 401) breaches.push('who is not paired was not refused');
  rig.press('privacy', 3);
  rig.graph.runFor(2);
  if (eye.isOpen) breaches.push('holding the button opened it');
  await eye.switch('on');
  rig.graph.runFor(1);
  if (!eye.isOpen) breaches.push('an admin did not open it again');
  rig.press('privacy');
  if (eye.isOpen) breaches.push('the button did not shut it');
  if ((await eye.switch('on')) !== 409) breaches.push('an admin opened it against the button');
  const again = await AbuseRig.start(faults, kept);
  rigs.push(again);
  again.work();
  again.graph.runFor(2);
  if (again.simulator.body.camera?.isOpen) breaches.push('it is open after a restart');
  const switched = rig.log
    .filter(({ kind }) => kind === 'camera')
    .map(({ by, what }) => `${what} by ${by.slice(0, 7)}`);
  for (const entry of ['on by session', 'off by nobody', 'off by body'])
    if (!switched.includes(entry)) breaches.push(`not in the log: ${entry}`);
  return breaches;
}

test('T-CAM: whoever is there shuts it without a login, by page or button, for good; an admin alone opens it again, and holding the button never does', async () => {
  expect(await unshut({})).toEqual([]);
});

/** A presence that does more with a button than it should. */
const undoing: Faults['presence'] = (sound) => ({
  ...sound,
  start: (node) => {
    const client = node.client(homebound_interfaces.SwitchCamera, 'switch_camera');
    node.subscribe(
      homebound_interfaces.Button,
      'button',
      { depth: 10, reliability: 'reliable', durability: 'volatile' },
      (m) => {
        if (m.button === 'privacy' && m.held === 3) client.call({ is_on: true }, () => {});
      },
    );
    return (sound as NodeDefinition).start(node);
  },
});

test.each<[string, Faults, string]>([
  ['a button that is held opens it again', { presence: undoing }, 'holding the button opened it'],
  ['a button that nobody hears', { presence: (sound) => deafened(sound, 'button') }, 'the button did not shut it'],
  ['a camera that asks nobody', { camera: ungated }, 'it stayed open'],
  [
    'a switch that is kept on',
    { keeper: (sound) => ({ ...sound, save: () => sound.save({ isOff: false, atRobot: false, cameraIsOn: true }) }) },
    'it is open after a restart',
  ],
  ['presses that nobody writes down', { ports: (s) => ({ ...s, deed: () => {} }) }, 'not in the log: off by body'],
])('T-CAM, planted fault: %s', async (_, faults, breach) => {
  expect(await unshut(faults)).toContain(breach);
});

test('T-CAM: it is open only while the robot works', async () => {
  const eye = await Watched.begin({});
  expect(eye.isOpen).toBe(true);
  eye.rig.work(false);
  expect([eye.isOpen, eye.rig.simulator.signs().at(-1)?.camera]).toEqual([false, false]);
});
