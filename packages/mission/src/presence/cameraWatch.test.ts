import { CameraWatch, type CameraWish } from './cameraWatch.ts';

/** `sticks`: the device opens and closes no more. */
type Broken = 'nothing' | 'lamp' | "body's word" | 'stays shut' | 'stays open' | "camera's word";
const wanted: CameraWish = { isOn: true, isPrivate: false, isAtWork: true };

/** A watch, a lamp and a device that do as they are told every 0.02 s, where they work; what was the case in each step. */
class Eye {
  readonly watch = new CameraWatch();
  now_s = 100;
  wish: CameraWish = wanted;
  broken: Broken = 'nothing';
  lamp = false;
  isOpen = false;
  reason = '';
  opened = 0;
  readonly steps: { readonly at_s: number; readonly lamp: boolean; readonly isOpen: boolean }[] = [];

  wait(duration_s: number): void {
    for (const end_s = this.now_s + duration_s - 1e-9; this.now_s < end_s; ) {
      this.now_s += 0.02;
      this.lamp = this.broken !== 'lamp' && this.watch.lamp(this.now_s);
      if (this.broken !== "body's word")
        this.watch.shows({ kind: 'sign', stamp_s: this.now_s, shows: 'working', chirps: 0, camera: this.lamp });
      const { mayOpen, reason } = this.watch.permit(this.wish, this.now_s);
      this.reason = reason;
      const sticks = mayOpen ? this.broken === 'stays shut' : this.broken === 'stays open';
      if (!sticks) this.isOpen = mayOpen;
      if (this.broken !== "camera's word" && this.watch.says(this.isOpen, this.now_s)) this.opened++;
      this.steps.push({ at_s: this.now_s, lamp: this.lamp, isOpen: this.isOpen });
    }
  }

  /** Longest time that it was open in the dark, and that the lamp burned for a camera that was shut, s. */
  get worst_s(): [dark: number, idle: number] {
    const longest = (holds: (step: Eye['steps'][0]) => boolean): number => {
      let most = 0;
      let run = 0;
      for (const step of this.steps) {
        run = holds(step) ? run + 0.02 : 0;
        most = Math.max(most, run);
      }
      return most;
    };
    return [longest(({ lamp, isOpen }) => isOpen && !lamp), longest(({ lamp, isOpen }) => lamp && !isOpen)];
  }
}

function eye(change: Partial<Pick<Eye, 'wish' | 'broken'>> = {}): Eye {
  const made = Object.assign(new Eye(), change);
  made.wait(2);
  return made;
}

test('T-CAM: the lamp burns before it opens and until it is shut; it opens once', () => {
  const it = eye();
  expect([it.isOpen, it.lamp, it.opened]).toEqual([true, true, 1]);
  const first = it.steps.findIndex(({ isOpen }) => isOpen);
  expect(it.steps[first].lamp).toBe(true);
  it.wish = { ...wanted, isAtWork: false };
  it.wait(0.1);
  expect([it.isOpen, it.lamp, it.reason]).toEqual([false, false, 'The camera is shut while the robot rests.']);
  const [dark_s, idle_s] = it.worst_s;
  expect(dark_s).toBe(0);
  expect(idle_s).toBeLessThanOrEqual(0.041);
});

test.each([
  [{ isOn: false }, /switched off\.$/],
  [{ isPrivate: true }, /at the robot/],
  [{ isAtWork: false }, /rests/],
])('T-CAM: %j: it stays shut, says why, and its lamp is dark', (change, why) => {
  const it = eye({ wish: { ...wanted, ...change } });
  expect(it.steps.some(({ isOpen, lamp }) => isOpen || lamp)).toBe(false);
  expect(it.reason).toMatch(why);
});

test.each(['lamp', "body's word"] as const)(
  'T-CAM: without the %s it does not open, and shuts when that fails on the way; it tries again',
  (broken) => {
    const never = eye({ broken });
    never.wait(30);
    expect(never.steps.some(({ isOpen }) => isOpen)).toBe(false);
    expect(never.reason).toMatch(/does not burn/);
    const it = eye();
    it.broken = broken;
    const from_s = it.now_s;
    it.wait(1);
    const openUntil_s = it.steps.filter(({ isOpen }) => isOpen).at(-1)?.at_s ?? 0;
    expect(openUntil_s - from_s).toBeLessThanOrEqual(broken === 'lamp' ? 0.001 : 0.53);
    it.broken = 'nothing';
    it.wait(12);
    expect([it.isOpen, it.opened]).toEqual([true, 2]);
  },
);

test('a device that does not open leaves its lamp on for 3 s, and for as long every 10 s', () => {
  const it = eye({ broken: 'stays shut' });
  it.wait(60);
  const [, idle_s] = it.worst_s;
  expect(idle_s).toBeLessThan(3.3);
  expect(it.steps.filter(({ lamp }) => lamp).length / it.steps.length).toBeLessThan(0.3);
  expect(it.reason).toMatch(/does not (open|burn)|asked for/);
});

test('T-CAM: a device that opens just when it is given up is not left in the dark, at whatever moment that is', () => {
  for (let late_s = 2.5; late_s < 3.2; late_s += 0.02) {
    const watch = new CameraWatch();
    const [told, was]: [boolean[], boolean[]] = [[], []];
    let dark = 0;
    for (let k = 0; k < 300; k++) {
      const now_s = k * 0.02;
      // Another process: it hears 0.04 s late, is heard 0.04 s late, and does not open before its time.
      watch.says(was[k - 2] === true, now_s);
      const lamp = watch.lamp(now_s);
      watch.shows({ kind: 'sign', stamp_s: now_s, shows: 'working', chirps: 0, camera: lamp });
      told.push(watch.permit(wanted, now_s).mayOpen);
      was.push(told[k - 2] === true && (was.at(-1) === true || now_s >= late_s));
      if (was[k] && !watch.lamp(now_s)) dark++;
    }
    expect([late_s, dark]).toEqual([late_s, 0]);
  }
});

test('T-CAM: the lamp burns for a device that does not shut, whatever was wished, for as long as it is open', () => {
  const it = eye();
  it.broken = 'stays open';
  it.wish = { ...wanted, isOn: false };
  it.wait(60);
  expect([it.isOpen, it.lamp]).toEqual([true, true]);
  expect(it.worst_s[0]).toBe(0);
});

test('a camera that falls silent has its permit taken, and its lamp goes out after 3 s', () => {
  const it = eye();
  it.broken = "camera's word";
  it.wait(2.9);
  expect(it.lamp).toBe(true);
  it.wait(2);
  expect([it.isOpen, it.watch.permit(it.wish, it.now_s).mayOpen, it.lamp]).toEqual([false, false, false]);
});

test('who never said that there is a camera is asked for no lamp', () => {
  const watch = new CameraWatch();
  expect(watch.isThere).toBe(false);
  watch.permit(wanted, 1);
  expect(watch.lamp(1)).toBe(false);
});
