import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundled } from '../helpers/bundled.ts';
import { homebound, root } from '../helpers/homebound.ts';
import { canHaveNetwork, until } from '../helpers/homeNetwork.ts';
import { begin, leftOf, pairedWith, parts } from '../helpers/servedRobot.ts';
import { EyeRig, type EyeRigOptions, type PartName } from './eyeRig.ts';

/**
 * Camera and lamp of a robot in four processes when one of them is killed or stands still: judged from the device and the lamp of the body itself. The
 * device is never open in the dark; and the lamp burns no longer than it takes to know that it is shut.
 */
const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);
const LIMIT_MS = 240_000;
const port = 18_561;
const asRoot = process.getuid?.() === 0 && canHaveNetwork() ? test : (test.skip as typeof test);
/** What a page is told of the robot. */
interface State {
  readonly state: string;
  readonly camera?: { readonly isOpen: boolean; readonly isOn: boolean };
}
let rigs: EyeRig[] = [];
afterEach(async () => {
  await Promise.all(rigs.map((rig) => rig.end()));
  rigs = [];
});

async function begun(options: Partial<EyeRigOptions> = {}): Promise<EyeRig> {
  const rig = await EyeRig.begin({ port, ...options });
  rigs.push(rig);
  return rig;
}

/** Times of the body's own clock, s. */
interface Times {
  readonly shut_s: number;
  readonly dark_s: number;
}

/** What camera and lamp did since a moment: when the device was shut, and when the lamp went out. */
function since(rig: EyeRig, from_s: number): Times {
  const after = rig.moments().filter(({ stamp_s }) => stamp_s > from_s);
  const first = (isSo: (moment: (typeof after)[number]) => boolean): number =>
    (after.find(isSo)?.stamp_s ?? Number.POSITIVE_INFINITY) - from_s;
  return { shut_s: first(({ isOpen }) => !isOpen), dark_s: first(({ lamp }) => !lamp) };
}

const openInTheDark = (rig: EyeRig): number => rig.moments().filter(({ isOpen, lamp }) => isOpen && !lamp).length;

/** Opens the camera, and has something happen to a process. @returns when, on the body's clock */
async function struck(rig: EyeRig, part: PartName, signal: NodeJS.Signals): Promise<number> {
  await rig.open();
  const { stamp_s } = rig.moment();
  rig.kill(part, signal, true);
  return stamp_s;
}

onLinux(
  'T-CAM: with the mind killed the camera is shut within a second, its lamp goes out after it, and a new mind opens it for a job alone',
  async () => {
    const rig = await begun();
    const from_s = await struck(rig, 'mind', 'SIGKILL');
    await rig.until('the lamp', () => since(rig, from_s).dark_s < 60, 30);
    const { shut_s, dark_s } = since(rig, from_s);
    expect(shut_s).toBeLessThanOrEqual(1);
    expect(dark_s).toBeGreaterThanOrEqual(shut_s);
    expect(dark_s).toBeLessThan(7);
    rig.start('mind');
    await rig.until('the new mind', async () => (await rig.camera())?.isOn === true);
    await delay(2000);
    expect(rig.moment()).toMatchObject({ isOpen: false, lamp: false });
    await rig.open();
    expect(openInTheDark(rig)).toBe(0);
  },
  LIMIT_MS,
);

onLinux(
  'T-CAM, planted fault: a camera that does not shut when its mind is killed is found open, and in the dark in the end',
  async () => {
    const leaky = await bundled(join(root, 'test', 'security', 'processes', 'leakyCamera.ts'));
    const rig = await begun({ camera: [leaky, '--fault', 'holds'] });
    const from_s = await struck(rig, 'mind', 'SIGKILL');
    await rig.until('the lamp', () => since(rig, from_s).dark_s < 60, 30);
    await rig.until('some steps in the dark', () => openInTheDark(rig) > 20, 10);
    expect(since(rig, from_s).shut_s).toBe(Number.POSITIVE_INFINITY);
  },
  LIMIT_MS,
);

onLinux(
  'T-CAM: with a mind that stands still the camera is shut within a second, and its lamp goes out after it',
  async () => {
    const rig = await begun();
    const from_s = await struck(rig, 'mind', 'SIGSTOP');
    await rig.until('the lamp', () => since(rig, from_s).dark_s < 60, 30);
    const { shut_s, dark_s } = since(rig, from_s);
    expect(shut_s).toBeLessThanOrEqual(1);
    expect(dark_s).toBeGreaterThanOrEqual(shut_s);
    expect(openInTheDark(rig)).toBe(0);
  },
  LIMIT_MS,
);

onLinux(
  'T-CAM: with the process of the camera killed it is shut, its lamp goes out after it, and the page says so',
  async () => {
    const rig = await begun();
    const from_s = await struck(rig, 'camera', 'SIGKILL');
    await rig.until('the lamp', () => since(rig, from_s).dark_s < 60, 30);
    const { shut_s, dark_s } = since(rig, from_s);
    expect(shut_s).toBeLessThanOrEqual(1);
    expect(dark_s).toBeLessThan(5);
    expect(await rig.camera()).toMatchObject({
      isOpen: false,
      reason: expect.stringContaining('The process of the camera is gone.'),
    });
    rig.start('camera');
    await rig.open();
    expect(openInTheDark(rig)).toBe(0);
  },
  LIMIT_MS,
);

onLinux(
  'T-CAM: a camera whose process stands still counts as open: its lamp burns on whatever is pressed, the page says why; killed, it goes out',
  async () => {
    const rig = await begun();
    await struck(rig, 'camera', 'SIGSTOP');
    await rig.until('the page', async () => (await rig.camera())?.reason.includes('counts as open') === true, 30);
    expect((await rig.ask('POST', 'camera/off')).status).toBe(200);
    await delay(8000);
    expect(rig.moment().lamp).toBe(true);
    expect(await rig.camera()).toMatchObject({ isOpen: true, isOn: false });
    // A mind that begins meanwhile knows nothing of it, and is told nothing by it.
    rig.kill('mind', 'SIGKILL');
    await rig.until('the new mind', async () => (await rig.camera())?.reason.includes('counts as open') === true, 60);
    await delay(6000);
    expect(rig.moment().lamp).toBe(true);
    rig.kill('camera', 'SIGKILL', true);
    await rig.until('the lamp', () => !rig.moment().lamp, 30);
    expect((await rig.camera())?.isOpen).toBe(false);
  },
  LIMIT_MS,
);

onLinux(
  'T-CAM: one that goes on again is shut at once, as its mind had let it go',
  async () => {
    const rig = await begun();
    await struck(rig, 'camera', 'SIGSTOP');
    await rig.until('the page', async () => (await rig.camera())?.reason.includes('counts as open') === true, 30);
    await rig.ask('POST', 'camera/off');
    rig.kill('camera', 'SIGCONT');
    await rig.until('the lamp', () => !rig.moment().lamp, 30);
    expect(rig.moment().isOpen).toBe(false);
    expect(openInTheDark(rig)).toBe(0);
  },
  LIMIT_MS,
);

onLinux(
  'T-CAM: with a body that answers nothing, and so no lamp that is known to burn, the camera is shut',
  async () => {
    const rig = await begun({ isTapped: true });
    await rig.open();
    rig.kill('motor', 'SIGSTOP', true);
    const from_ms = performance.now();
    // What the camera's process says of itself: the body's log stands still.
    const isOpen = (): boolean => {
      const said = Buffer.concat(rig.wire('camera')).toString('latin1');
      return said.lastIndexOf('"isOpen":true') > said.lastIndexOf('"isOpen":false');
    };
    expect(isOpen()).toBe(true);
    await rig.until('the camera to shut', () => !isOpen(), 30);
    expect(performance.now() - from_ms).toBeLessThan(2500);
  },
  LIMIT_MS,
);

asRoot(
  'T-CAM: anybody shuts it within a second, without a login and for good: a camera and a mind that begin anew do not open it, an admin does',
  async () => {
    const robot = begin('--camera', 'rgbd');
    try {
      const { page, stranger, close } = await pairedWith(robot);
      const state = async () => (await page.state().catch(() => undefined)) as State | undefined;
      const works = async (): Promise<boolean> => {
        await page.ask('POST', '/api/v1/jobs', { command: 'start' });
        return ['undocking', 'mapping', 'cleaning', 'travelling'].includes((await state())?.state ?? '');
      };
      const opens = async (): Promise<boolean> => {
        await page.ask('POST', '/api/v1/camera/on', {});
        return (await works()) && (await state())?.camera?.isOpen === true;
      };
      await until(opens);
      const from_ms = performance.now();
      expect((await stranger.ask('POST', '/api/v1/camera/off', {})).status).toBe(200);
      await until(async () => (await state())?.camera?.isOpen === false);
      expect(performance.now() - from_ms).toBeLessThan(1000);
      expect((await stranger.ask('POST', '/api/v1/camera/on', {})).status).toBe(401);
      for (const part of ['camera', 'mind'] as const) {
        const before = parts(robot)[part];
        process.kill(before, 'SIGKILL');
        await until(() => parts(robot)[part] !== undefined && parts(robot)[part] !== before);
        await until(() => works().catch(() => false));
        for (let k = 0; k < 30; k++) {
          expect((await state())?.camera).not.toMatchObject({ isOpen: true });
          await delay(100);
        }
        expect((await state())?.camera?.isOn).toBe(false);
      }
      await until(opens);
      expect((await homebound('press', 'privacy', '--run', robot.run)).err).toBe('');
      await until(async () => (await state())?.camera?.isOpen === false);
      expect((await page.ask('POST', '/api/v1/camera/on', {})).status).toBe(409);
      close();
    } finally {
      robot.network.child.kill('SIGTERM');
    }
    await until(() => leftOf(robot).length === 0);
  },
  LIMIT_MS,
);
