import {
  type BodySign,
  type ButtonRecord,
  type ChirpTune,
  privacyOn_s,
  reset_s,
  type SignReason,
  type SignRecord,
  signReasons,
} from '@homebound/robot';
import type { Phase } from '../missionState.ts';
import { type CameraPermit, CameraWatch } from './cameraWatch.ts';
import { HandDrive, type Permit } from './handDrive.ts';
import { Lookers } from './lookers.ts';
import { type KeptPrivacy, PrivacySwitch, type SwitchAnswer } from './privacySwitch.ts';

/** Something that is to be written down: who did what, in the short words of the audit log. */
export interface Deed {
  readonly kind: 'manualDrive' | 'camera';
  /** A session, `body` for a button, `unknown` for who was not announced. */
  readonly by: string;
  readonly what: string;
}

/** Pairing is open for so long after its button, s. */
const PAIRING_S = 120;
const atWork: ReadonlySet<Phase> = new Set([
  'undocking',
  'mapping',
  'cleaning',
  'travelling',
  'locating',
  'returning',
  'docking',
]);

/**
 * What whoever is in the room sees and hears of what others do with the robot, and what they can switch off. Events go in; the sign, the
 * permit to drive by hand and the deeds to write down come out.
 */
export class Presence {
  readonly #privacy: PrivacySwitch;
  readonly #lookers = new Lookers();
  readonly #hand = new HandDrive();
  readonly #camera = new CameraWatch();
  #driver = '';
  #phase: Phase = 'idle';
  #pairing_s = Number.NEGATIVE_INFINITY;
  /** Unknown until the body has said how many it has sounded. */
  #chirps: number | undefined;
  #tune: ChirpTune = 'no';

  constructor(kept: KeptPrivacy | undefined, now_s: number) {
    this.#privacy = new PrivacySwitch(kept, now_s);
  }

  get privacy(): KeptPrivacy {
    return this.#privacy.state;
  }

  /** One input of driving by hand, neither zero nor refused for other reasons. @returns what is to be written down of it */
  input(now_s: number): readonly Deed[] {
    if (this.privacy.isOff || !this.#hand.input(now_s)) return [];
    this.#chirp('driven', now_s);
    if (this.#chirps !== undefined) this.#hand.told(this.#chirps);
    // Whoever lets somebody drive writes that down. Who keeps silent of it is told on.
    return this.#driver === '' ? [{ kind: 'manualDrive', by: 'unknown', what: 'drive' }] : [];
  }

  /** Who drives and who looks, as whoever serves the pages tells. */
  heard(driver: string, viewers: readonly string[], now_s: number): void {
    this.#driver = driver;
    if (this.#lookers.look(viewers, now_s) > 0) this.#chirp('watched', now_s);
  }

  /** What the body says that it shows. A drive that began before its first word is told now. */
  shows(sign: SignRecord, now_s: number): void {
    this.#hand.shows(sign);
    this.#camera.shows(sign);
    if (this.#chirps !== undefined) return;
    this.#chirps = sign.chirps;
    if (!this.#hand.isOn(now_s)) return;
    this.#chirp('driven', now_s);
    this.#hand.told(this.#chirps);
  }

  /** What the camera says of its device; that it has opened is heard in the room. */
  cameraSays(isOpen: boolean, now_s: number): void {
    if (this.#camera.says(isOpen, now_s)) this.#chirp('camera', now_s);
  }

  /** The camera is switched on or off for good: off by anybody, on by who may, as whoever asks has made sure. */
  switchCamera(isOn: boolean, now_s: number): SwitchAnswer {
    const was = this.privacy.cameraIsOn;
    const answer = this.#privacy.camera(isOn, now_s);
    if (was !== this.privacy.cameraIsOn) this.#chirp(isOn ? 'on' : 'off', now_s);
    return answer;
  }

  /** Undefined on a body without a camera. */
  cameraPermit(now_s: number): CameraPermit | undefined {
    if (!this.#camera.isThere) return undefined;
    const { cameraIsOn, atRobot } = this.privacy;
    return this.#camera.permit({ isOn: cameraIsOn, isPrivate: atRobot, isAtWork: atWork.has(this.#phase) }, now_s);
  }

  phase(phase: Phase): void {
    this.#phase = phase;
  }

  /** A button on the body. */
  pressed({ button, held_s }: ButtonRecord, now_s: number): readonly Deed[] {
    if (button === 'privacy' && held_s === 0) return this.#switched(false, now_s);
    if (button === 'privacy' && held_s === privacyOn_s) return this.#switched(true, now_s);
    if (button === 'pair' && held_s === 0) {
      this.#pairing_s = now_s;
      this.#chirp('on', now_s);
      return [];
    }
    if (button === 'reset' && held_s === reset_s) {
      this.#hand.end();
      this.#chirp('off', now_s);
    }
    return [];
  }

  /** An admin switches driving by hand on or off, from wherever they are; on is heard in the room. */
  allow(isOn: boolean, now_s: number): SwitchAnswer {
    const was = this.privacy.isOff;
    const answer = this.#privacy.fromAfar(isOn, now_s);
    if (was !== this.privacy.isOff) this.#chirp(isOn ? 'on' : 'off', now_s);
    if (!isOn) this.#hand.end();
    return answer;
  }

  #switched(isOn: boolean, now_s: number): readonly Deed[] {
    const had = this.privacy.cameraIsOn;
    this.#privacy.atRobot(isOn, now_s);
    this.#chirp(isOn ? 'on' : 'off', now_s);
    this.#hand.end();
    const deeds: Deed[] = [{ kind: 'manualDrive', by: 'body', what: isOn ? 'on' : 'off' }];
    if (had && !this.privacy.cameraIsOn) deeds.push({ kind: 'camera', by: 'body', what: 'off' });
    return deeds;
  }

  #chirp(tune: ChirpTune, now_s: number): void {
    if (this.#chirps === undefined) return;
    this.#chirps++;
    // Many that begin to look, or a camera that opens, must not drown that somebody drives.
    this.#tune = (tune === 'watched' || tune === 'camera') && this.#hand.isOn(now_s) ? 'driven' : tune;
  }

  /** Undefined until the body has spoken: whoever does not say what it shows is told nothing. */
  sign(now_s: number): BodySign | undefined {
    if (this.#chirps === undefined) return undefined;
    this.#lookers.tick(now_s);
    const holds: Readonly<Record<SignReason, boolean>> = {
      drivenByHand: this.#hand.isOn(now_s),
      needsHelp: this.#phase === 'stuck',
      pairing: now_s - this.#pairing_s <= PAIRING_S,
      watched: this.#lookers.count > 0,
      private: this.privacy.isOff,
      working: atWork.has(this.#phase),
      idle: true,
    };
    const reason = signReasons.find((name) => holds[name]) as SignReason;
    return { reason, chirps: this.#chirps, tune: this.#tune, camera: this.#camera.lamp(now_s) };
  }

  permit(now_s: number): Permit {
    return this.#hand.permit(this.privacy.isOff, now_s);
  }
}
