import type { PresenceMessage, StatusMessage } from '@homebound/wire';
import type { Controls } from '../controls.ts';
import { byId, setText } from '../elements.ts';
import type { Link } from '../link.ts';
import { handHint } from '../words.ts';
import { handKeys, keyStick, stickSpeeds } from './handInput.ts';
import { HandSender } from './handSender.ts';

/**
 * Driving by hand: a stick for a thumb or a mouse, keys for who has some. The robot moves only while one is held; it is let go when the
 * finger, the key, the window or the connection is gone.
 */
export class HandPanel {
  readonly #panel = byId('hand-panel');
  readonly #stick = byId('stick');
  readonly #knob = byId('knob');
  readonly #button = byId<HTMLButtonElement>('hand');
  readonly #sender: HandSender;
  readonly #held = new Set<string>();
  #pointer: number | undefined;
  /** What is to be done before it can be driven; empty when nothing is. */
  #hint = '';

  constructor(link: Link, controls: Controls) {
    this.#sender = new HandSender({
      send: (speeds) => link.send({ command: 'drive', ...speeds }),
      every: (period_ms, act) => {
        const timer = setInterval(act, period_ms);
        return () => clearInterval(timer);
      },
      refused: (reason) => controls.refused(reason),
    });
    this.#button.addEventListener('click', () => this.#set(!this.#isOn));
    byId('hand-close').addEventListener('click', () => this.#set(false));
    this.#listenToPointer();
    this.#listenToKeys();
    // Whoever looks elsewhere does not steer.
    for (const event of ['blur', 'pagehide'] as const) addEventListener(event, () => this.#letGo());
    document.addEventListener('visibilitychange', () => this.#letGo());
  }

  get #isOn(): boolean {
    return !this.#panel.hidden;
  }

  /** Whether the robot can be driven now, or what to do first. */
  status(status: StatusMessage): void {
    this.#hint = handHint(status);
    if (this.#hint !== '') this.#letGo();
    setText(byId('hand-hint'), this.#hint);
    byId('hand-hint').hidden = this.#hint === '';
    byId('hand-how').hidden = this.#hint !== '';
    this.#stick.setAttribute('aria-disabled', String(this.#hint !== ''));
  }

  /** Who drives, and whether this device may. */
  presence({ maySteer, isOff }: PresenceMessage): void {
    if (!maySteer || isOff) this.#set(false);
  }

  /** The connection is not what it should be. */
  uncertain(): void {
    this.#letGo();
  }

  #set(on: boolean): void {
    if (on === this.#isOn) return;
    this.#letGo();
    const hadFocus = this.#panel.contains(document.activeElement);
    this.#panel.hidden = !on;
    this.#button.setAttribute('aria-pressed', String(on));
    if (on) this.#stick.focus({ preventScroll: true });
    else if (hadFocus) this.#button.focus({ preventScroll: true });
  }

  #listenToPointer(): void {
    const stick = this.#stick;
    stick.addEventListener('pointerdown', (event) => {
      if (this.#hint !== '' || this.#pointer !== undefined || event.button !== 0) return;
      this.#pointer = event.pointerId;
      stick.setPointerCapture(event.pointerId);
      this.#point(event);
    });
    stick.addEventListener('pointermove', (event) => {
      if (event.pointerId === this.#pointer) this.#point(event);
    });
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
      stick.addEventListener(end, (event) => {
        if (event.pointerId === this.#pointer) this.#letGo();
      });
    // A long press on a phone would open a menu in the middle of a drive.
    stick.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  #point({ clientX, clientY }: PointerEvent): void {
    const { left, top, width, height } = this.#stick.getBoundingClientRect();
    const right = (2 * (clientX - left)) / width - 1;
    const up = 1 - (2 * (clientY - top)) / height;
    const reach = Math.max(1, Math.sqrt(right * right + up * up));
    this.#hold(right / reach, up / reach);
  }

  /** Before the page's own keys: while this is open, S and D drive. */
  #listenToKeys(): void {
    addEventListener(
      'keydown',
      (event) => {
        if (!this.#isOn || event.ctrlKey || event.altKey || event.metaKey) return;
        if (event.key === 'Escape') this.#set(false);
        else if (!(event.code in handKeys) || isTyping(event.target)) return;
        else if (!event.repeat) this.#press(event.code);
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      { capture: true },
    );
    addEventListener('keyup', ({ code }) => {
      if (!this.#held.delete(code)) return;
      if (this.#held.size === 0) this.#letGo();
      else this.#hold(...keyStick(this.#held));
    });
  }

  #press(code: string): void {
    if (this.#hint !== '' || this.#pointer !== undefined) return;
    this.#held.add(code);
    this.#hold(...keyStick(this.#held));
  }

  #hold(right: number, up: number): void {
    this.#knob.style.translate = `${50 * right}% ${-50 * up}%`;
    this.#stick.classList.add('held');
    this.#sender.hold(stickSpeeds(right, up));
  }

  #letGo(): void {
    this.#held.clear();
    this.#pointer = undefined;
    this.#knob.style.translate = '';
    this.#stick.classList.remove('held');
    this.#sender.release();
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea') !== null;
}
