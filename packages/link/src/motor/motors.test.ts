import type {
  BodyButtonName,
  BodySign,
  CleaningCommand,
  DriveCommand,
  SafetyRecord,
  SensorRecord,
} from '@homebound/robot';
import { defaultGeometry } from '@homebound/robot';
import { connectLink } from '../connectLink.ts';
import { End, me, socketFolder, until } from '../linkRig.ts';
import { listenLink } from '../listenLink.ts';
import { monotonic_s } from './bodyClock.ts';
import { connectMotors, type RemoteBody } from './connectMotors.ts';
import type { Held } from './motorGuard.ts';
import { type Motors, runMotors } from './runMotors.ts';

const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);
let place: ReturnType<typeof socketFolder>;
beforeEach(() => {
  place = socketFolder();
});
afterEach(() => place.remove());

/** A body on a flat floor that only notes what it is told. */
class Noted {
  readonly geometry = defaultGeometry;
  readonly commandTimeout_s = 0.5;
  drives: DriveCommand[] = [];
  levels: CleaningCommand[] = [];
  floor: Partial<SafetyRecord> = {};
  poll(stamp_s: number): SensorRecord[] {
    const no = false;
    const bumps = { bumpLeft: no, bumpCentre: no, bumpRight: no, wheelDropLeft: no, wheelDropRight: no };
    const cliffs = { cliffSideLeft: no, cliffFrontLeft: no, cliffFrontRight: no, cliffSideRight: no };
    return [{ kind: 'safety', stamp_s, ...bumps, ...cliffs, wallDistance_m: 0.1, ...this.floor }];
  }
  drive(command: DriveCommand): void {
    this.drives.push(command);
  }
  clean(command: CleaningCommand): void {
    this.levels.push(command);
  }
  signs: BodySign[] = [];
  sign(sign: BodySign): void {
    this.signs.push(sign);
  }
  get last(): DriveCommand | undefined {
    return this.drives.at(-1);
  }
}

/** The body's time passes so much more slowly that a busy machine is no silent mind. */
const RATE = 0.2;

/** Motors of such a body on a clock that is far from the machine's. */
async function motorsOf(body: Noted, rate = RATE, onMindGone = () => {}): Promise<{ motors: Motors; held: Held[] }> {
  const held: Held[] = [];
  const clock = { stamp_s: 1e6, monotonic_s: monotonic_s(), rate };
  const motors = await runMotors({
    path: place.path,
    peers: me,
    body,
    clock,
    onMindGone,
    onHeld: (why) => held.push(why),
  });
  return { motors, held };
}

onLinux('a mind gets the body with its records on its own clock, and its wishes reach the motors', async () => {
  const body = new Noted();
  const { motors } = await motorsOf(body);
  const remote = await connectMotors({ path: place.path, server: me });
  expect([remote.geometry, remote.commandTimeout_s, remote.rate]).toEqual([defaultGeometry, 0.16, RATE]);
  expect(remote.now_s()).toBeLessThan(1);
  const records: SensorRecord[] = [];
  await until(() => {
    records.push(...remote.poll(remote.now_s()));
    return records.length >= 5;
  });
  records.forEach(({ stamp_s }, k) => {
    expect(stamp_s).toBeGreaterThanOrEqual(k === 0 ? 0 : records[k - 1].stamp_s);
    expect(stamp_s).toBeLessThanOrEqual(remote.now_s());
  });
  remote.clean({ fan: 0.5, mainBrush: 1, sideBrush: 1 });
  const sign = { reason: 'watched', chirps: 1, tune: 'watched', camera: true } as const;
  remote.sign(sign);
  remote.drive({ v_mps: 0.2, w_radps: 0.1 });
  await until(() => body.last?.v_mps === 0.2);
  expect(body.signs).toMatchObject([sign]);
  expect(body.levels.at(-1)).toEqual({ fan: 0.5, mainBrush: 1, sideBrush: 1 });
  remote.close();
  await until(() => body.last?.v_mps === 0);
  expect(body.levels.at(-1)).toEqual({ fan: 0, mainBrush: 0, sideBrush: 0 });
  await motors.close();
});

onLinux(
  'T-SAFE: garbage in place of a wish ends the link and stops the wheels; the next mind begins at rest',
  async () => {
    const body = new Noted();
    const { motors, held } = await motorsOf(body);
    const end = new End();
    const link = await connectLink({ path: place.path, server: me }, end.handlers);
    await until(() => end.got.length > 3);
    const seen_s = end.got.at(-1)?.head.stamp_s;
    link.send({ kind: 'drive', seen_s, v_mps: 0.3, w_radps: 0 });
    await until(() => body.last?.v_mps === 0.3);
    link.send({ kind: 'drive', seen_s, v_mps: 'fast', w_radps: 0 });
    await link.closed;
    await until(() => body.last?.v_mps === 0);
    const next = await connectMotors({ path: place.path, server: me });
    await until(() => next.poll(next.now_s()).length > 0);
    next.drive({ v_mps: 0, w_radps: 0 });
    await until(() => held.length === 4);
    expect(held).toEqual(['silent', undefined, 'silent', undefined]);
    expect(body.last?.v_mps).toBe(0);
    next.close();
    await motors.close();
  },
);

onLinux('T-SAFE: a mind that floods the motors with wishes is cut off', async () => {
  const body = new Noted();
  const { motors } = await motorsOf(body);
  const end = new End();
  const link = await connectLink({ path: place.path, server: me }, end.handlers);
  for (let k = 0; k < 5000; k++) link.send({ kind: 'drive', seen_s: 1e6, v_mps: 0.1, w_radps: 0 });
  expect((await link.closed).reason).not.toBe('closedHere');
  await motors.close();
});

onLinux('T-SAFE: a cliff seen by the body stops what goes forward, whatever the mind says', async () => {
  const body = new Noted();
  const { motors, held } = await motorsOf(body);
  const remote = await connectMotors({ path: place.path, server: me });
  const wish = setInterval(() => {
    remote.poll(remote.now_s());
    remote.drive({ v_mps: 0.3, w_radps: 0 });
  }, 10);
  await until(() => body.last?.v_mps === 0.3);
  body.floor = { cliffFrontRight: true };
  await until(() => body.last?.v_mps === 0);
  expect(held.at(-1)).toBe('cliff');
  clearInterval(wish);
  remote.close();
  await motors.close();
});

onLinux(
  'T-CAM: the lamp of a mind that is gone burns for 5 s more, and no longer; the next mind has it again',
  async () => {
    const body = new Noted();
    let now_s = 0;
    const told: { camera: boolean; at_s: number }[] = [];
    const poll = body.poll.bind(body);
    body.poll = (stamp_s) => {
      now_s = stamp_s;
      return poll(stamp_s);
    };
    body.sign = ({ camera }) => void told.push({ camera, at_s: now_s });
    let gone = 0;
    const { motors } = await motorsOf(body, 20, () => void gone++);
    const sign = { reason: 'working', chirps: 1, tune: 'camera', camera: true } as const;
    const mind = await connectMotors({ path: place.path, server: me });
    await until(() => now_s > 0);
    mind.sign(sign);
    await until(() => told.length === 1);
    mind.close();
    await until(() => told.length === 2);
    const [on, off] = told;
    expect([on.camera, off.camera]).toEqual([true, false]);
    expect(off.at_s - on.at_s).toBeCloseTo(5, 0);
    const next = await connectMotors({ path: place.path, server: me });
    next.sign(sign);
    await until(() => told.length === 3);
    expect(told[2].camera).toBe(true);
    next.close();
    await until(() => gone === 2);
    await motors.close();
    expect(told.at(-1)?.camera).toBe(false);
  },
);

/** Presses of the body, as whoever stands there does them. */
function pressing(body: Noted): (button: BodyButtonName) => void {
  const poll = body.poll.bind(body);
  let pressed: BodyButtonName[] = [];
  body.poll = (stamp_s) => {
    const records = pressed.map((button): SensorRecord => ({ kind: 'button', stamp_s, button, held_s: 0 }));
    pressed = [];
    return [...poll(stamp_s), ...records];
  };
  return (button) => void pressed.push(button);
}

/** Buttons that a mind hears of before anything else of its body. */
async function firstOf(mind: RemoteBody): Promise<SensorRecord[]> {
  let first: readonly SensorRecord[] = [];
  await until(() => {
    first = mind.poll(mind.now_s());
    return first.length > 0;
  });
  return first.filter(({ kind }) => kind === 'button');
}

onLinux('T-CAM: a press that no mind has answered for is the first word of the next, until one has', async () => {
  const body = new Noted();
  const press = pressing(body);
  const { motors } = await motorsOf(body, 1);
  press('privacy');
  press('pair');
  // Nobody is there to say that it was heard, so the body does.
  await until(() => body.signs.length === 1);
  expect(body.signs).toEqual([{ reason: 'private', chirps: 1, tune: 'off', camera: false }]);
  const path = { path: place.path, server: me };
  let isKept = false;
  const kept = () => (isKept ? Promise.resolve() : Promise.reject(new Error('the disk is full')));
  const next = async () => {
    const mind = await connectMotors({ ...path, kept });
    const buttons = await firstOf(mind);
    await until(() => mind.poll(mind.now_s()).some(({ stamp_s }) => stamp_s > 0.2));
    mind.close();
    await mind.closed;
    return buttons;
  };
  expect(await next()).toMatchObject([{ button: 'privacy', held_s: 0 }]);
  isKept = true;
  // The second place is free a moment later.
  const later = () => next().catch(() => undefined);
  let buttons: SensorRecord[] | undefined;
  for (let k = 0; k < 50 && buttons === undefined; k++) buttons = await later();
  expect(buttons).toMatchObject([{ button: 'privacy', held_s: 0 }]);
  for (buttons = undefined; buttons === undefined; ) buttons = await later();
  expect(buttons).toEqual([]);
  await motors.close();
});

onLinux('a mind that catches up after a pause with all that it would have wished is not cut off', async () => {
  const body = new Noted();
  const { motors } = await motorsOf(body);
  const mind = await connectMotors({ path: place.path, server: me });
  let seen = 0;
  await until(() => {
    seen += mind.poll(mind.now_s()).length;
    return seen > 3;
  });
  let isOver = false;
  void mind.closed.then(() => {
    isOver = true;
  });
  for (let k = 0; k <= 300; k++) mind.drive({ v_mps: 0.001 * k, w_radps: 0 });
  await until(() => body.last?.v_mps === 0.3);
  expect(isOver).toBe(false);
  mind.close();
  await motors.close();
});

onLinux('a body whose port is gone ends the motors with its own error', async () => {
  const body = new Noted();
  const { motors } = await motorsOf(body);
  body.poll = () => {
    throw new Error('Cannot read /dev/ttyUSB0: unplugged');
  };
  await expect(motors.failed).rejects.toThrow('Cannot read /dev/ttyUSB0: unplugged');
  await expect(motors.close()).rejects.toThrow('unplugged');
});

onLinux('a process that is no motor is refused', async () => {
  const server = await listenLink({ path: place.path, peers: me }, (link) => {
    link.send({ kind: 'welcome' });
    return { message: () => {} };
  });
  await expect(connectMotors({ path: place.path, server: me })).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringContaining('the first message must be hello, got welcome'),
  });
  await server.close();
});
