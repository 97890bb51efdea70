import type { PresenceMessage, StatusMessage } from '@homebound/wire';
import { askRobot } from './askRobot.ts';
import { byId, setText } from './elements.ts';
import { householdWords } from './pictureWords.ts';
import { cameraWords } from './words.ts';

/** What came of a press stays to be read for so long, ms. */
const SAID_MS = 6000;

/** Whether the robot's camera is open, by its own word, and the switch that shuts it for everybody. Pictures are nowhere. */
export class CameraPanel {
  readonly #badge = byId('camera-on');
  readonly #panel = byId('camera');
  readonly #button = byId('camera-switch');
  #isOn = false;
  #mayOpen = true;
  #timer = 0;

  constructor() {
    this.#button.addEventListener('click', () => void this.#press());
  }

  status({ camera }: Pick<StatusMessage, 'camera'>): void {
    this.#badge.hidden = camera?.isOpen !== true;
    this.#panel.hidden = camera === undefined;
    if (camera === undefined) return;
    this.#isOn = camera.isOn;
    setText(byId('camera-state'), cameraWords(camera));
    const household = householdWords(camera);
    setText(byId('camera-pictures'), household);
    this.#badge.title = household;
    byId('camera-keeps').hidden = household === '';
    setText(this.#button, camera.isOn ? 'Switch off for everybody' : 'Switch on');
    this.#button.dataset.isOn = String(camera.isOn);
    this.#showSwitch();
  }

  presence({ mayOpenCamera }: PresenceMessage): void {
    this.#mayOpen = mayOpenCamera;
    this.#showSwitch();
  }

  /** Any device switches it off; whose may not switch it on has no switch for that. */
  #showSwitch(): void {
    const isOffered = this.#isOn || this.#mayOpen;
    this.#button.hidden = !isOffered;
    byId('camera-ask').hidden = isOffered;
  }

  async #press(): Promise<void> {
    if (this.#button.getAttribute('aria-busy') === 'true') return;
    this.#button.setAttribute('aria-busy', 'true');
    const { body } = await askRobot('POST', `camera/${this.#isOn ? 'off' : 'on'}`, {});
    this.#button.removeAttribute('aria-busy');
    const said = byId('camera-said');
    setText(said, body.reason ?? '');
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => setText(said, ''), SAID_MS);
  }
}
