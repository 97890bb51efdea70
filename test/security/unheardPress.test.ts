import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundled } from '../helpers/bundled.ts';
import { root } from '../helpers/homebound.ts';
import { EyeRig, type EyeRigOptions } from './eyeRig.ts';

/**
 * The privacy button of a robot in four processes, pressed while its mind is dead or stands still: the next mind knows of it before it can open the camera,
 * and it stands in the log. Judged from the device and the lamp of the body itself, and from what an admin on this machine is answered.
 */
const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);
const LIMIT_MS = 240_000;
const port = 18_567;
let rigs: EyeRig[] = [];
afterEach(async () => {
  await Promise.all(rigs.map((rig) => rig.end()));
  rigs = [];
});

interface Found {
  /** What who pressed was told. */
  readonly said: string;
  /** s of the body's time from the press until the camera was shut. */
  readonly shut_s: number;
  readonly lost: readonly string[];
}

/** Opens the camera, has the mind fail, presses, and asks the next mind for the camera as soon as it answers. */
async function pressedWhile(signal: 'SIGKILL' | 'SIGSTOP', options: Partial<EyeRigOptions> = {}): Promise<Found> {
  const rig = await EyeRig.begin({ port, ...options });
  rigs.push(rig);
  await rig.open();
  const { stamp_s: from_s } = rig.moment();
  rig.kill('mind', signal, true);
  await delay(100);
  const said = await rig.press('privacy');
  if (signal === 'SIGSTOP') rig.kill('mind', 'SIGKILL');
  const shut_s = (rig.moments().find(({ stamp_s, isOpen }) => stamp_s > from_s && !isOpen)?.stamp_s ?? 1e9) - from_s;
  const { stamp_s: back_s } = rig.moment();
  rig.start('mind');
  let answer = '';
  await rig.until('the next mind', async () => {
    const asked = await rig.ask('POST', 'camera/on');
    answer = `${asked.status} ${await asked.text()}`;
    // Not one that wakes up, or was not heard on a busy machine.
    return answer.startsWith('200') || answer.includes('privacy button');
  });
  // Long enough for a camera that may open to do so, also on a busy machine.
  const isOpened = async () => {
    await rig.ask('POST', 'jobs', { command: 'start' });
    return rig.moment().isOpen;
  };
  await rig.until('a camera that opens', isOpened, 15).catch(() => {});
  const lost: string[] = [];
  if (!answer.startsWith('409') || !answer.includes('privacy button')) lost.push(`an admin was answered ${answer}`);
  if ((await rig.camera())?.isOn !== false) lost.push('it is switched on');
  if (rig.moments().some((moment) => moment.stamp_s > back_s && moment.isOpen)) lost.push('it opened');
  if (!(await rig.log()).includes('switched the camera off')) lost.push('it is not in the log');
  if (rig.moments().some((moment) => moment.isOpen && !moment.lamp)) lost.push('it was open in the dark');
  return { said, shut_s, lost };
}

onLinux.each(['SIGKILL', 'SIGSTOP'] as const)(
  'T-CAM: privacy pressed while the mind has had a %s is the first word of the next one, and who pressed is told so',
  async (signal) => {
    const { said, shut_s, lost } = await pressedWhile(signal);
    expect(said).toContain('Not heard yet');
    expect(shut_s).toBeLessThanOrEqual(1);
    expect(lost).toEqual([]);
  },
  LIMIT_MS,
);

onLinux(
  "T-CAM, planted fault: a motors' process that forgets a press which nobody heard is found, by the camera that opens",
  async () => {
    const forgetful = await bundled(join(root, 'test', 'security', 'processes', 'forgetfulMotors.ts'));
    const studio = readFileSync(join(root, 'sim', 'worlds', 'studio.sdf'), 'utf8');
    const { lost } = await pressedWhile('SIGKILL', { world: studio, motor: [forgetful] });
    expect(lost).toEqual(
      expect.arrayContaining([expect.stringMatching(/answered 200/), 'it opened', 'it is not in the log']),
    );
  },
  LIMIT_MS,
);
