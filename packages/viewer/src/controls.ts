import type { CommandName, Hello, PageCommand, PresenceMessage, StatusMessage } from '@homebound/wire';
import { byId, setText } from './elements.ts';
import type { Link } from './link.ts';
import { mainAction, stateTone } from './words.ts';

const refusal_ms = 12_000;
const ok_ms = 4_000;

/** What a button says when its command was taken, until the state itself tells. */
const accepted: Partial<Record<CommandName, string>> = {
  goto: 'On the way to the point',
  reset: 'The simulation begins anew',
};

/** The buttons: pending until the robot answers, and its reason in words when it refuses. */
export class Controls {
  readonly #link: Link;
  readonly #message = byId('message');
  readonly #speeds = byId<HTMLFieldSetElement>('speeds');
  #status: StatusMessage | undefined;
  #presence: PresenceMessage | undefined;
  #offered: ReadonlySet<CommandName> = new Set();
  #messageTimer = 0;
  readonly #pending = new Set<HTMLElement>();

  constructor(link: Link) {
    this.#link = link;
    // Those that stay down open something of their own.
    for (const button of this.#buttons())
      if (!button.hasAttribute('aria-pressed')) button.addEventListener('click', () => this.#press(button));
    for (const radio of this.#speeds.querySelectorAll('input'))
      radio.addEventListener('change', () => this.#setSpeed(radio.value));
    this.refresh();
  }

  #buttons(): NodeListOf<HTMLButtonElement> {
    return document.querySelectorAll<HTMLButtonElement>('button[data-command]');
  }

  hello(hello: Hello): void {
    this.#offered = new Set(hello.commands);
    byId('actions').hidden = !hello.commands.some((command) => command !== 'speed' && command !== 'reset');
    byId('reset').hidden = !this.#offered.has('reset');
    this.#speeds.hidden = !this.#offered.has('speed');
    this.refresh();
  }

  status(status: StatusMessage): void {
    // The state tells now; "On the way" under "finds no way" would be two answers.
    if (this.#message.dataset.kind === 'ok' && this.#status?.reason !== status.reason) this.#say('', 'ok', 0);
    this.#status = status;
    const wanted = String(status.speed ?? '');
    if (this.#speeds.getAttribute('aria-busy') !== 'true')
      for (const radio of this.#speeds.querySelectorAll('input')) radio.checked = radio.value === wanted;
    this.refresh();
  }

  presence(presence: PresenceMessage): void {
    this.#presence = presence;
    this.refresh();
  }

  /** Shows and enables what makes sense now, for who may. */
  refresh(): void {
    const looksOnly = this.#presence?.maySteer === false;
    byId('look-only').hidden = !looksOnly;
    byId('buttons').hidden = looksOnly;
    const state = this.#status?.state ?? 'idle';
    const isBusy = ['work', 'wait', 'help'].includes(stateTone(state)) && state !== 'stopped';
    const sensible: Record<string, boolean> = {
      stop: isBusy,
      dock: !['returning', 'docking', 'charging'].includes(state),
      drive: this.#presence?.isOff === false,
    };
    const focused = document.activeElement;
    for (const button of this.#buttons()) {
      const command = button.dataset.command as CommandName;
      if (['start', 'pause', 'resume'].includes(command)) button.hidden = command !== mainAction(state);
      if (command === 'drive') button.hidden = !this.#offered.has(command);
      // Also for the keys, which press what is hidden.
      button.disabled = looksOnly || !this.#link.isOpen || !this.#offered.has(command) || sensible[command] === false;
    }
    // A hidden button loses the focus; whoever steers by keyboard stays on the main button, or on the stick.
    if (focused instanceof HTMLButtonElement && focused.hidden)
      byId(focused.id === 'hand-pause' ? 'stick' : mainAction(state)).focus();
    for (const radio of this.#speeds.querySelectorAll('input')) radio.disabled = looksOnly || !this.#link.isOpen;
  }

  /** Presses the main button, whichever face it wears. */
  pressMain(): void {
    byId<HTMLButtonElement>(mainAction(this.#status?.state ?? 'idle')).click();
  }

  async #press(button: HTMLButtonElement): Promise<void> {
    const command = button.dataset.command as Exclude<PageCommand['command'], 'goto' | 'speed' | 'drive'>;
    await this.send({ command }, button);
  }

  async #setSpeed(value: string): Promise<void> {
    const factor = value === 'max' ? 'max' : Number(value);
    const wasAccepted = await this.send({ command: 'speed', factor }, this.#speeds);
    // The answer comes before the status that shows it; without this the choice would flicker back for a moment.
    if (this.#status !== undefined) this.status(wasAccepted ? { ...this.#status, speed: factor } : this.#status);
  }

  /** Sends a command for a control, which is busy until the answer is there. @returns whether it was accepted */
  async send(command: PageCommand, control: HTMLElement): Promise<boolean> {
    if (this.#pending.has(control)) return false;
    this.#pending.add(control);
    control.setAttribute('aria-busy', 'true');
    this.#say('', 'ok', 0);
    const answer = await this.#link.send(command);
    this.#pending.delete(control);
    control.removeAttribute('aria-busy');
    const words = answer.accepted ? (accepted[command.command] ?? '') : `Not possible: ${answer.reason}`;
    this.#say(words, answer.accepted ? 'ok' : 'refused', answer.accepted ? ok_ms : refusal_ms);
    return answer.accepted;
  }

  /** The robot would not, and why. */
  refused(reason: string): void {
    this.#say(`Not possible: ${reason}`, 'refused', refusal_ms);
  }

  #say(words: string, kind: 'ok' | 'refused', duration_ms: number): void {
    clearTimeout(this.#messageTimer);
    setText(this.#message, words);
    this.#message.dataset.kind = kind;
    if (words !== '') this.#messageTimer = window.setTimeout(() => setText(this.#message, ''), duration_ms);
  }
}
