import { createServer, type Socket } from 'node:net';
import type { CropSource, CropWish, EyeMotion, FloorEye, FloorRecord, ObstacleCrop } from '@homebound/robot';
import { connectLink } from '../connectLink.ts';
import { encodeFrame, type Message } from '../frames.ts';
import { End, me, socketFolder, until } from '../linkRig.ts';
import { listenLink } from '../listenLink.ts';
import { monotonic_s } from '../motor/bodyClock.ts';
import { connectEye } from './connectEye.ts';
import { cropMessage, readCrop, readWishes, wishMessage } from './cropMessages.ts';
import {
  floorMessage,
  helloMessage,
  lookMessage,
  readFloor,
  readHello,
  readLook,
  readRig,
  readState,
  stateMessage,
} from './eyeMessages.ts';
import { serveEye } from './serveEye.ts';

const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);
const model = {
  ...{ width_px: 8, height_px: 4, fx_px: 6, fy_px: 6, cx_px: 3.5, cy_px: 1.5 },
  distortion: [0.1, 0, 0, 0, 0] as const,
  mount: { x_m: 0.155, y_m: 0, z_m: 0.065, pitchDown_rad: 0.3 },
};
const rig = { depth: model, laser: { ...model, fan: { z_m: 0.03, pitchDown_rad: 0.07 } } };
const look = (stamp_s: number): FloorRecord => ({
  kind: 'floor',
  stamp_s,
  resolution_m: 0.01,
  width: 3,
  height: 2,
  originX_m: 0.2,
  originY_m: -0.1,
  kinds: Uint8Array.of(0, 1, 2, 3, 4, 5),
  heights_mm: Int16Array.of(0, 1, -40, 30_000, 5, -32_000),
  things: [{ label: 'shoe', score: 0.7, x_m: 0.4, y_m: 0.1, radius_m: 0.1, height_m: 0.08, deviation_m: 0.02 }],
});
const motion: EyeMotion = {
  odometry: [{ stamp_s: 1.5, T_odom_base: { x: 1, y: -2, theta: 0.3 } }],
  imu: [1, 2].map((k) => ({
    ...{ kind: 'imu' as const, stamp_s: k, wx_radps: 0.1 * k, wy_radps: 0.2, wz_radps: 0.3 },
    ...{ ax_mps2: 0.4, ay_mps2: 0.5, az_mps2: 9.81 },
  })),
};
const clock = { stamp_s: 3, monotonic_s: 100, rate: 1 };
const health = { looks: 3, refused: 2, frozen: 0, dropped: 1, fault: '', looks_hz: 9.9, cost_s: 0.004 };
const sent = (head: object, bytes: Uint8Array = new Uint8Array(0)): Message =>
  ({ head: JSON.parse(JSON.stringify(head)), bytes: bytes.slice() }) as Message;

const wish: CropWish = {
  obstacle: 7,
  kind: 'soft',
  label: 'sock',
  height_m: 0.03,
  outline_odom: Float64Array.of(1, 2, 1.1, 2, 1.1, 2.1),
};
const crop = (obstacle = 7): ObstacleCrop => ({
  obstacle,
  width_px: 2,
  height_px: 3,
  data: Uint8Array.from({ length: 18 }, (_, i) => 10 * i),
});

/** Makes one crop of all that is wanted, each time that it is said. */
class TestCrops implements CropSource {
  readonly tellsPeople = true;
  readonly told: (readonly CropWish[])[] = [];
  /** What it sends unasked. */
  more: ObstacleCrop[] = [];
  #wishes: readonly CropWish[] = [];
  want(wishes: readonly CropWish[]): void {
    this.told.push(wishes);
    this.#wishes = wishes;
  }
  taken(): readonly ObstacleCrop[] {
    const made = this.#wishes.map(({ obstacle }) => crop(obstacle));
    this.#wishes = [];
    return [...this.more.splice(0), ...made];
  }
}

/** An eye that looks once a poll, and remembers what it was told. */
class TestEye implements FloorEye {
  readonly rig = rig;
  isOpen = false;
  readonly health = health;
  motions: EyeMotion[] = [];
  closed = 0;
  readonly crops = new TestCrops();
  open(): void {
    this.isOpen = true;
  }
  close(): void {
    this.isOpen = false;
    this.closed++;
  }
  poll(now_s: number, given: EyeMotion): readonly FloorRecord[] {
    this.motions.push(given);
    return this.isOpen ? [look(now_s)] : [];
  }
}

test('rig, motion, state and looks arrive as they were, to the last bit', () => {
  const hello = { rig, tellsPeople: true };
  expect(readHello(sent(helloMessage(hello)))).toEqual(hello);
  const asked = lookMessage({ asked: 1, mayOpen: true, clock, motion });
  expect(readLook(sent(asked.head, asked.bytes))).toEqual({ asked: 1, mayOpen: true, clock, motion });
  expect(readState(sent(stateMessage({ asked: 0, isOpen: true, health })))).toEqual({ asked: 0, isOpen: true, health });
  const { head, bytes } = floorMessage(look(7));
  expect(readFloor(sent(head, bytes))).toEqual(look(7));
  const wishes = wishMessage([wish, { ...wish, obstacle: 8, outline_odom: Float64Array.of(3, 4) }]);
  expect(readWishes(sent(wishes.head, wishes.bytes))).toEqual([
    wish,
    { ...wish, obstacle: 8, outline_odom: Float64Array.of(3, 4) },
  ]);
  const made = cropMessage(crop());
  expect(readCrop(sent(made.head, made.bytes))).toEqual(crop());
});

test('a rig may say how its depth errs: numbers that can be', () => {
  const [base_m, growth_pm] = [0.002, 0.016];
  const depth = (noise: unknown): object => ({ ...rig, depth: { ...rig.depth, noise } });
  expect(readRig(depth({ base_m, growth_pm })).depth?.noise).toEqual({ base_m, growth_pm });
  for (const noise of [7, { base_m }, { base_m: 0, growth_pm }, { base_m, growth_pm: -1 }, { base_m, growth_pm: '1' }])
    expect(() => readRig(depth(noise))).toThrow(/depth\.noise/);
});

test('each field of each message is refused when it is missing or of another type', () => {
  const asked = lookMessage({ asked: 1, mayOpen: true, clock, motion });
  const floor = floorMessage(look(7));
  const wishes = wishMessage([wish]);
  const made = cropMessage(crop());
  const messages: [Message, (m: Message) => unknown][] = [
    [sent(helloMessage({ rig, tellsPeople: true })), readHello],
    [sent(asked.head, asked.bytes), readLook],
    [sent(stateMessage({ asked: 0, isOpen: true, health })), readState],
    [sent(floor.head, floor.bytes), readFloor],
    [sent(wishes.head, wishes.bytes), readWishes],
    [sent(made.head, made.bytes), readCrop],
  ];
  let checked = 0;
  for (const [{ head, bytes }, read] of messages)
    for (const name of Object.keys(head).filter((key) => key !== 'kind'))
      for (const bad of [undefined, 'fast', Number.NaN, [1], { depth: 1 }]) {
        if (name === 'fault' && bad === 'fast') continue;
        expect(() => read({ head: { ...head, [name]: bad }, bytes })).toThrow(/Cannot (take|greet)/);
        checked++;
      }
  expect(checked).toBeGreaterThan(90);
});

test('T-CAM: no message holds a picture: a look with more bytes than its cells, too many cells or things, or a kind that is none', () => {
  const { head, bytes } = floorMessage(look(7));
  const [thing] = look(7).things;
  const wrong: [object, Uint8Array][] = [
    [{}, new Uint8Array(8 * 4 * 3)],
    [{ width: 400, height: 400 }, new Uint8Array(3 * 160_000)],
    [{}, bytes.slice().fill(9, 12)],
    [{ things: Array.from({ length: 65 }, () => thing) }, bytes],
    [{ things: [{ ...thing, label: 'x'.repeat(41) }] }, bytes],
  ];
  for (const [change, other] of wrong)
    expect(() => readFloor({ head: { ...head, ...change } as Message['head'], bytes: other })).toThrow('Cannot take');
});

test('T-IMG, T-INPUT: a crop is small and nothing but its pixels; wishes are few, and their corners finite', () => {
  const { head, bytes } = cropMessage(crop());
  const wrong: [object, Uint8Array, RegExp][] = [
    [{ width_px: 129, height_px: 1 }, new Uint8Array(3 * 129), /width_px: needs a number from 1 to 128/],
    [{ width_px: 160, height_px: 120 }, new Uint8Array(3 * 160 * 120), /width_px/],
    [{}, new Uint8Array(19), /2 x 3 pixels of 3 bytes, got 19/],
    [{ obstacle: -1 }, bytes, /obstacle/],
    [{ kind: 'picture' }, bytes, /kind crop/],
  ];
  for (const [change, other, what] of wrong)
    expect(() => readCrop({ head: { ...head, ...change } as Message['head'], bytes: other })).toThrow(what);
  const told = wishMessage([wish]);
  const [one] = (told.head as { wishes: object[] }).wishes;
  const bad: [object, Uint8Array, RegExp][] = [
    [{ wishes: Array.from({ length: 17 }, () => one) }, new Uint8Array(17 * 48), /wishes: needs at most 16/],
    [{ wishes: [{ ...one, corners: 65 }] }, new Uint8Array(65 * 16), /corners/],
    [{}, new Uint8Array(40), /3 corners, got 40/],
    [{}, new Uint8Array(Float64Array.of(1, 2, 3, Number.NaN, 5, 6).buffer), /finite/],
  ];
  for (const [change, other, what] of bad)
    expect(() => readWishes({ head: { ...told.head, ...change } as Message['head'], bytes: other })).toThrow(what);
});

onLinux('T-IMG: crops come of what is wanted, as it was; with the switch, the wish and the link they end', async () => {
  const place = socketFolder();
  const eye = new TestEye();
  const server = await serveEye({ path: place.path, peers: me, eye });
  const remote = await connectEye({ path: place.path, server: me, clock: { now_s: () => 0, rate: 1 } });
  const polled = async (isSo: () => boolean): Promise<void> => {
    await until(() => {
      remote.poll(0, motion);
      return isSo();
    });
  };
  expect(remote.crops.tellsPeople).toBe(true);
  remote.open();
  await polled(() => remote.isOpen);
  // Off by default: nothing was said of wishes but that there are none.
  remote.crops.want([]);
  await polled(() => eye.motions.length > 10);
  expect(eye.crops.told.flat()).toEqual([]);
  expect(remote.crops.taken()).toEqual([]);
  remote.crops.want([wish]);
  let got: readonly ObstacleCrop[] = [];
  await polled(() => {
    if (got.length === 0) got = remote.crops.taken();
    return got.length > 0;
  });
  expect([got[0], eye.crops.told.at(-1)]).toEqual([crop(), [wish]]);
  remote.crops.want([]);
  await polled(() => eye.crops.told.at(-1)?.length === 0);
  await polled(() => eye.motions.length > 40);
  expect(remote.crops.taken()).toEqual([]);
  // One that was on its way when the wish ended is not taken, and does not end the link.
  eye.crops.more = [crop()];
  const before = eye.motions.length;
  await polled(() => eye.motions.length > before + 20);
  expect(remote.crops.taken()).toEqual([]);
  expect(remote.isOpen).toBe(true);
  // A wish that is not said again is none.
  remote.crops.want([wish]);
  await polled(() => eye.crops.told.at(-1)?.length === 1);
  await polled(() => eye.crops.told.at(-1)?.length === 0);
  remote.crops.want([wish]);
  await polled(() => eye.crops.told.at(-1)?.length === 1);
  remote.end();
  await until(() => eye.crops.told.at(-1)?.length === 0);
  await server.close();
  place.remove();
});

onLinux.each([
  ['of what nobody asked for', () => [crop(8)], /obstacle 8: nobody asked for it/],
  ['in a flood', () => Array.from({ length: 40 }, () => crop()), /more than 4 a second/],
  [
    'of half a room',
    () => [{ ...crop(), width_px: 160, height_px: 120, data: new Uint8Array(57_600) }],
    /width_px: needs a number from 1 to 128, got 160/,
  ],
])('T-IMG: a crop %s ends the link, and says why', async (_, unasked, why) => {
  const place = socketFolder();
  const eye = new TestEye();
  const server = await serveEye({ path: place.path, peers: me, eye });
  const warned: string[] = [];
  const warn = (text: string): void => void warned.push(text);
  const remote = await connectEye({ path: place.path, server: me, clock: { now_s: () => 0, rate: 1 }, warn });
  remote.crops.want([wish]);
  eye.crops.more = unasked();
  await until(() => {
    remote.poll(0, motion);
    return warned.length > 0;
  });
  expect(warned[0]).toMatch(why);
  await until(() => !remote.crops.tellsPeople);
  remote.end();
  await server.close();
  place.remove();
});

onLinux('the eye in another process opens by permit, tells what it sees, and is shut with its mind', async () => {
  const place = socketFolder();
  const eye = new TestEye();
  const server = await serveEye({ path: place.path, peers: me, eye });
  let now_s = 0;
  const remote = await connectEye({ path: place.path, server: me, clock: { now_s: () => now_s, rate: 1 } });
  expect(remote.rig).toEqual(rig);
  remote.open();
  const seen: number[] = [];
  await until(() => {
    now_s += 0.04;
    seen.push(...remote.poll(now_s, motion).map(({ stamp_s }) => stamp_s));
    return remote.isOpen && seen.length > 3;
  });
  expect(eye.motions[1]).toEqual(motion);
  expect(remote.health).toEqual(health);
  remote.close();
  await until(() => !eye.isOpen && !remote.isOpen);
  remote.open();
  await until(() => {
    now_s += 0.04;
    remote.poll(now_s, motion);
    return remote.isOpen;
  });
  remote.end();
  await until(() => !eye.isOpen);
  await server.close();
  place.remove();
});

onLinux('T-CAM: a mind that is connected and says nothing has the camera shut after half a second', async () => {
  const place = socketFolder();
  const eye = new TestEye();
  const server = await serveEye({ path: place.path, peers: me, eye });
  const there = new End();
  const link = await connectLink({ path: place.path, server: me }, there.handlers);
  const { head, bytes } = lookMessage({ asked: 1, mayOpen: true, clock, motion });
  link.send(head, bytes);
  await until(() => eye.isOpen);
  const from_s = monotonic_s();
  await until(() => !eye.isOpen);
  expect(monotonic_s() - from_s).toBeGreaterThan(0.4);
  await until(() => there.got.at(-1)?.head.isOpen === false);
  link.close();
  await server.close();
  place.remove();
});

onLinux(
  'T-CAM: what a camera sends that is no look ends its link, and a camera that is gone is shut and found again',
  async () => {
    const place = socketFolder();
    const words: object[] = [{ kind: 'picture', width: 8 }];
    const stranger = await listenLink({ path: place.path, peers: me }, (link) => {
      link.send(helloMessage({ rig, tellsPeople: true }));
      return { message: () => link.send(words[0], new Uint8Array(96)) };
    });
    const remote = await connectEye({ path: place.path, server: me, clock: { now_s: () => 0, rate: 1 } });
    remote.poll(0, motion);
    await until(() => remote.health.fault !== '');
    expect([remote.isOpen, remote.health.fault]).toEqual([false, 'The process of the camera is gone.']);
    await stranger.close();
    const eye = new TestEye();
    const server = await serveEye({ path: place.path, peers: me, eye });
    await until(() => remote.health.fault === '');
    remote.open();
    await until(() => {
      remote.poll(0, motion);
      return remote.isOpen;
    });
    remote.end();
    await server.close();
    place.remove();
  },
);

/** A camera's process that takes links and, after these words, says nothing any more: not even that it lives. */
function standing(path: string, words: readonly object[]): Promise<{ end(): Promise<void> }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    for (const word of words) socket.write(encodeFrame(word));
  });
  const end = (): Promise<void> =>
    new Promise((done) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => done());
    });
  return new Promise((done) => server.listen(path, () => done({ end })));
}
const quick = { heartbeat_s: 0.02, missedHeartbeats: 4 };
const DUMB = 'The process of the camera does not answer: the camera counts as open.';
const GONE = 'The process of the camera is gone.';

onLinux('T-CAM: a camera whose process stands still counts as open until that is gone, or says otherwise', async () => {
  const place = socketFolder();
  const still = await standing(place.path, [
    helloMessage({ rig, tellsPeople: false }),
    stateMessage({ asked: 0, isOpen: true, health }),
  ]);
  const remote = await connectEye({ path: place.path, server: me, clock: { now_s: () => 0, rate: 1 }, ...quick });
  remote.open();
  await until(() => remote.health.fault === DUMB);
  remote.close();
  expect(remote.isOpen).toBe(true);
  await still.end();
  await until(() => !remote.isOpen);
  expect(remote.health.fault).toBe(GONE);
  remote.end();
  place.remove();
});

onLinux('T-CAM: so does one that stood still when the mind woke up; it tells later what it sees with', async () => {
  const place = socketFolder();
  const still = await standing(place.path, []);
  const remote = await connectEye({ path: place.path, server: me, clock: { now_s: () => 0, rate: 1 }, ...quick });
  expect([remote.isOpen, remote.rig, remote.health.fault]).toEqual([true, {}, DUMB]);
  await still.end();
  const eye = new TestEye();
  const server = await serveEye({ path: place.path, peers: me, eye });
  await until(() => remote.rig.depth !== undefined);
  await until(() => {
    remote.poll(0, motion);
    return !remote.isOpen;
  });
  remote.end();
  await server.close();
  place.remove();
});

onLinux('T-CAM: one that was let go before it had opened counts as open until it has answered to that', async () => {
  const place = socketFolder();
  const eye = new TestEye();
  const server = await serveEye({ path: place.path, peers: me, eye });
  const remote = await connectEye({ path: place.path, server: me, clock: { now_s: () => 0, rate: 1 } });
  remote.open();
  remote.poll(0, motion);
  expect(remote.isOpen).toBe(false);
  remote.close();
  expect(remote.isOpen).toBe(true);
  await until(() => !remote.isOpen);
  expect([eye.closed, eye.isOpen]).toEqual([1, false]);
  remote.end();
  await server.close();
  place.remove();
});

onLinux('T-CAM: one that is killed is known to be shut, and is no lamp that burns for nothing', async () => {
  const place = socketFolder();
  const still = await standing(place.path, [
    helloMessage({ rig, tellsPeople: false }),
    stateMessage({ asked: 0, isOpen: true, health }),
  ]);
  const remote = await connectEye({ path: place.path, server: me, clock: { now_s: () => 0, rate: 1 } });
  await until(() => remote.isOpen);
  await still.end();
  await until(() => !remote.isOpen);
  expect(remote.health.fault).toBe(GONE);
  remote.end();
  place.remove();
});
