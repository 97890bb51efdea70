import type { BodySign, ButtonRecord } from '@homebound/robot';
import { Presence } from './presence.ts';
import type { KeptPrivacy } from './privacySwitch.ts';

/** `body's word`: the body does not say any more what it shows. */
type Broken = 'nothing' | 'light' | 'speaker' | "body's word" | 'lamp';

/** A presence and a body that does as it is told every 0.02 s, where it works. */
class Room {
  readonly presence: Presence;
  now_s: number;
  broken: Broken = 'nothing';
  sign: BodySign | undefined;
  chirps = 0;
  lamp = false;
  hasCamera = false;
  isOpen = false;
  readonly heard: string[] = [];

  constructor(kept?: KeptPrivacy, now_s = 100) {
    this.now_s = now_s;
    this.presence = new Presence(kept, now_s);
    this.wait(0.1);
  }

  wait(duration_s: number, input = false): void {
    for (const end_s = this.now_s + duration_s - 1e-9; this.now_s < end_s; ) {
      this.now_s += 0.02;
      if (input) this.presence.input(this.now_s);
      this.sign = this.presence.sign(this.now_s);
      if (this.sign !== undefined && this.broken !== 'speaker' && this.sign.chirps !== this.chirps) {
        this.chirps = this.sign.chirps;
        this.heard.push(this.sign.tune);
      }
      const shows = this.broken === 'light' ? 'dark' : (this.sign?.reason ?? 'dark');
      if (this.hasCamera) {
        this.isOpen = this.presence.cameraPermit(this.now_s)?.mayOpen === true;
        this.presence.cameraSays(this.isOpen, this.now_s);
      }
      this.lamp = this.broken !== 'lamp' && this.sign?.camera === true;
      if (this.broken !== "body's word")
        this.presence.shows(
          { kind: 'sign', stamp_s: this.now_s, shows, chirps: this.chirps, camera: this.lamp },
          this.now_s,
        );
    }
  }

  press(button: ButtonRecord['button'], held_s = 0) {
    return this.presence.pressed({ kind: 'button', stamp_s: this.now_s, button, held_s }, this.now_s);
  }

  look(...viewers: string[]): void {
    this.presence.heard('', viewers, this.now_s);
    this.wait(0.04);
  }

  get permit(): string {
    return this.presence.permit(this.now_s).state;
  }
}

test('a drive is obeyed once the light is on and the chirp has sounded, and chirps again after a pause of 10 s', () => {
  const room = new Room();
  expect(room.permit).toBe('ready');
  expect(room.presence.input(room.now_s)).toEqual([{ kind: 'manualDrive', by: 'unknown', what: 'drive' }]);
  expect(room.permit).toBe('ready');
  room.wait(0.02);
  expect([room.permit, room.sign?.reason, room.heard]).toEqual(['driven', 'drivenByHand', ['driven']]);
  room.wait(20, true);
  expect([room.permit, room.heard]).toEqual(['driven', ['driven']]);
  room.wait(4.9);
  expect(room.sign?.reason).toBe('drivenByHand');
  room.wait(0.2);
  expect([room.permit, room.sign?.reason]).toEqual(['ready', 'idle']);
  room.wait(5);
  room.wait(0.1, true);
  expect(room.heard).toEqual(['driven', 'driven']);
});

test('a drive that begins before the body has said its first word is told with its first word, and then obeyed', () => {
  const room = new Room();
  const early = new Presence(undefined, room.now_s);
  early.input(room.now_s);
  expect(early.permit(room.now_s).state).toBe('ready');
  const sign = { kind: 'sign', stamp_s: room.now_s, shows: 'dark', chirps: 7, camera: false } as const;
  early.shows(sign, room.now_s);
  expect(early.sign(room.now_s)).toEqual({ reason: 'drivenByHand', chirps: 8, tune: 'driven', camera: false });
  expect(early.permit(room.now_s).state).toBe('ready');
  early.shows({ ...sign, shows: 'drivenByHand', chirps: 8 }, room.now_s);
  expect(early.permit(room.now_s).state).toBe('driven');
});

test('who drives is written down by the gateway; who was not announced is written down here', () => {
  const room = new Room();
  room.presence.heard('session-3', ['session-3'], room.now_s);
  expect(room.presence.input(room.now_s)).toEqual([]);
});

test.each(['light', 'speaker', "body's word"] as const)(
  'T-ABUSE: without the %s nobody drives, from the first input and when it breaks on the way',
  (broken) => {
    const room = new Room();
    room.broken = broken;
    room.wait(0.5, true);
    expect(room.permit).not.toBe('driven');
    room.wait(2, true);
    expect(room.permit).toBe('refused');
    if (broken === 'speaker') return; // a chirp that has sounded has sounded
    const other = new Room();
    other.wait(1, true);
    expect(other.permit).toBe('driven');
    other.broken = broken;
    other.wait(0.6, true);
    expect(other.permit).toBe('refused');
  },
);

test('a body that never says what it shows is not driven by hand', () => {
  const presence = new Presence(undefined, 0);
  for (let now_s = 0; now_s < 2; now_s += 0.1) presence.input(now_s);
  expect([presence.sign(2), presence.permit(2).state]).toEqual([undefined, 'refused']);
});

test('each device that begins to look is heard once, and again when it has not looked for half an hour; the light tells of it all the while', () => {
  const room = new Room();
  room.look('a');
  room.look('a', 'b');
  expect([room.heard, room.sign?.reason]).toEqual([['watched', 'watched'], 'watched']);
  for (let i = 0; i < 20; i++) {
    room.look('a');
    room.wait(5);
    room.look('a', 'b');
  }
  room.wait(3600);
  expect(room.heard).toHaveLength(2);
  room.look();
  expect(room.sign?.reason).toBe('idle');
  room.wait(1790);
  room.look('a');
  expect(room.heard).toHaveLength(2);
  room.look();
  room.wait(1810);
  room.look('b');
  expect(room.heard).toHaveLength(3);
});

test('T-ABUSE: many that begin to look do not drown the chirp that somebody drives', () => {
  const room = new Room();
  room.presence.input(room.now_s);
  room.look('a', 'b', 'c');
  expect(room.heard).toEqual(['driven']);
  expect(room.permit).toBe('driven');
});

test('the most important reason is shown', () => {
  const room = new Room();
  const shown = (): string | undefined => {
    room.wait(0.02);
    return room.sign?.reason;
  };
  room.presence.phase('cleaning');
  expect(shown()).toBe('working');
  room.press('privacy');
  expect(shown()).toBe('private');
  room.look('a');
  expect(shown()).toBe('watched');
  room.press('pair');
  expect(shown()).toBe('pairing');
  room.wait(121);
  expect(shown()).toBe('watched');
  room.presence.phase('stuck');
  expect(shown()).toBe('needsHelp');
  room.press('privacy', 3);
  room.presence.input(room.now_s);
  expect(shown()).toBe('drivenByHand');
});

test('T-ABUSE: the privacy button ends a drive and keeps it ended; held for 3 s it is on again, and both are heard and written down', () => {
  const room = new Room();
  room.wait(1, true);
  expect(room.press('privacy')).toEqual([{ kind: 'manualDrive', by: 'body', what: 'off' }]);
  expect(room.permit).toBe('refused');
  room.wait(30, true);
  expect([room.permit, room.sign?.reason]).toEqual(['refused', 'private']);
  room.press('privacy');
  room.wait(0.1);
  expect(room.permit).toBe('refused'); // a second tap does not undo the first
  expect(room.press('privacy', 3)).toEqual([{ kind: 'manualDrive', by: 'body', what: 'on' }]);
  room.wait(0.1);
  room.wait(0.1, true);
  expect([room.permit, room.heard]).toEqual(['driven', ['driven', 'off', 'off', 'on', 'driven']]);
});

test('T-ABUSE: what was switched off at the robot an admin switches on after a day at the earliest, and a restart begins the day anew', () => {
  const room = new Room();
  room.press('privacy');
  room.now_s += 24 * 3600 - 1;
  expect(room.presence.allow(true, room.now_s)).toMatchObject({ ok: false, reason: expect.stringContaining('1 h') });
  // Off from afar on top of it is no way round.
  expect(room.presence.allow(false, room.now_s)).toEqual({ ok: true });
  expect(room.presence.allow(true, room.now_s).ok).toBe(false);
  const later = new Room(room.presence.privacy, 5);
  expect([later.permit, later.presence.allow(true, 24 * 3600).ok]).toEqual(['refused', false]);
  expect(later.presence.allow(true, 24 * 3600 + 6)).toEqual({ ok: true });
  later.wait(0.02);
  expect([later.permit, later.heard]).toEqual(['ready', ['on']]);
});

test('what an admin switched off an admin switches on', () => {
  const room = new Room();
  room.wait(1, true);
  expect(room.presence.allow(false, room.now_s)).toEqual({ ok: true });
  expect(room.permit).toBe('refused');
  expect(room.presence.allow(true, room.now_s)).toEqual({ ok: true });
  expect(room.permit).toBe('ready');
});

test('a reset takes ten seconds of holding, and ends a drive', () => {
  const room = new Room();
  room.wait(1, true);
  room.press('reset');
  room.press('reset', 3);
  expect(room.permit).toBe('driven');
  room.press('reset', 10);
  expect(room.permit).toBe('ready');
});

/** A room whose robot works, with a camera that does as it is permitted. */
function seeing(): Room {
  const room = new Room();
  room.hasCamera = true;
  room.presence.phase('cleaning');
  room.wait(1);
  return room;
}

test('T-CAM: off by default; an admin switches it on, its lamp burns, and one soft chirp tells that it has opened', () => {
  const room = seeing();
  expect([room.isOpen, room.lamp, room.heard]).toEqual([false, false, []]);
  expect(room.presence.switchCamera(true, room.now_s)).toEqual({ ok: true });
  room.wait(1);
  expect([room.isOpen, room.lamp, room.heard]).toEqual([true, true, ['on', 'camera']]);
  room.presence.switchCamera(false, room.now_s);
  room.wait(0.1);
  expect([room.isOpen, room.lamp, room.heard.at(-1)]).toEqual([false, false, 'off']);
});

test('T-CAM: the privacy button shuts it for good, and held never opens it again: that takes an admin, and not while the button holds', () => {
  const room = seeing();
  room.presence.switchCamera(true, room.now_s);
  room.wait(1);
  expect(room.press('privacy')).toEqual([
    { kind: 'manualDrive', by: 'body', what: 'off' },
    { kind: 'camera', by: 'body', what: 'off' },
  ]);
  room.wait(0.1);
  expect([room.isOpen, room.presence.switchCamera(true, room.now_s)]).toEqual([
    false,
    {
      ok: false,
      reason: expect.stringContaining('or, in 24 h at the earliest, an admin allows driving by hand again'),
    },
  ]);
  room.press('privacy', 3);
  room.wait(20);
  expect([room.isOpen, room.lamp, room.presence.privacy.cameraIsOn]).toEqual([false, false, false]);
  expect(room.presence.switchCamera(true, room.now_s).ok).toBe(true);
  room.wait(1);
  expect(room.isOpen).toBe(true);
});

test('T-CAM: a day after the privacy button an admin allows driving again, and with it, not before, the camera', () => {
  const room = seeing();
  room.press('privacy');
  room.wait(24 * 3600 + 1);
  expect(room.presence.switchCamera(true, room.now_s)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('or, now, an admin'),
  });
  expect(room.presence.allow(true, room.now_s).ok).toBe(true);
  expect(room.presence.switchCamera(true, room.now_s)).toEqual({ ok: true });
});

test('T-CAM: how it was left holds after a restart', () => {
  const room = seeing();
  room.presence.switchCamera(true, room.now_s);
  expect(new Presence(room.presence.privacy, 0).privacy.cameraIsOn).toBe(true);
});
