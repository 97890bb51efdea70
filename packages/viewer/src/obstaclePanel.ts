import type { Hello, Obstacle, ObstacleKind, PresenceMessage } from '@homebound/wire';
import { askRobot } from './askRobot.ts';
import { byId, setText } from './elements.ts';
import type { ObstaclePicture } from './obstaclePicture.ts';
import { obstacleWords } from './words.ts';

/** What must not come under the brush, and floor that is none: a person says twice that the robot may drive there. */
const shunned: readonly ObstacleKind[] = ['cable', 'low', 'drop'];

/** What a person asked about on the map: what the robot takes it for, what it does about it, its picture, and the word that it is no obstacle. */
export class ObstaclePanel {
  readonly #picture: ObstaclePicture;
  readonly #chosen: (id: number | undefined) => void;
  readonly #card = byId('obstacle');
  readonly #button = byId<HTMLButtonElement>('obstacle-dismiss');
  readonly #sure = byId<HTMLButtonElement>('obstacle-sure');
  readonly #next = byId('obstacle-next');
  #known: readonly Obstacle[] = [];
  /** What shares a pin with it, and itself. */
  #group: readonly number[] = [];
  #id: number | undefined;
  #isAskingTwice = false;
  #isOffered = false;
  #maySteer = true;

  /** @param chosen  told the id of what the card is of, to mark it on the map; undefined of none */
  constructor(picture: ObstaclePicture, chosen: (id: number | undefined) => void) {
    this.#picture = picture;
    this.#chosen = chosen;
    byId('obstacle-close').addEventListener('click', () => this.#close());
    this.#next.addEventListener('click', () => this.#turn());
    this.#button.addEventListener('click', () => this.#press());
    this.#sure.addEventListener('click', () => void this.#say(this.#sure));
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#id !== undefined) this.#close();
    });
  }

  hello(hello: Hello): void {
    this.#isOffered = hello.commands.includes('dismissObstacle');
    this.set([]);
  }

  presence({ maySteer }: PresenceMessage): void {
    this.#maySteer = maySteer;
    this.#show();
  }

  set(obstacles: readonly Obstacle[]): void {
    this.#known = obstacles;
    this.#show();
  }

  /** @param ids  what shares a pin; the card is of the first */
  ask(ids: readonly number[]): void {
    this.#group = ids;
    const pin = pinOf(ids[0])?.getBoundingClientRect();
    const map = byId('map').getBoundingClientRect();
    // On the half of the map where the thing is not.
    this.#card.classList.toggle('below', pin !== undefined && pin.top < (map.top + map.bottom) / 2);
    this.#choose(ids[0]);
    byId('obstacle-close').focus({ preventScroll: true });
  }

  #choose(id: number | undefined): void {
    this.#id = id;
    this.#isAskingTwice = false;
    setText(byId('obstacle-said'), '');
    this.#show();
  }

  #turn(): void {
    const ids = this.#here();
    this.#choose(ids[(ids.indexOf(this.#id as number) + 1) % ids.length]);
  }

  #close(): void {
    const id = this.#id;
    this.#choose(undefined);
    pinOf(id)?.focus({ preventScroll: true });
  }

  /** What is still known of what shares the pin. */
  #here(): readonly number[] {
    return this.#group.filter((id) => this.#known.some((one) => one.id === id));
  }

  #show(): void {
    const obstacle = this.#known.find(({ id }) => id === this.#id);
    this.#card.hidden = obstacle === undefined;
    this.#picture.of(obstacle);
    this.#chosen(obstacle?.id);
    if (obstacle === undefined) return;
    const ids = this.#here();
    this.#next.hidden = ids.length < 2;
    setText(byId('obstacle-place'), `${ids.indexOf(obstacle.id) + 1} of ${ids.length}`);
    setText(byId('obstacle-kind'), obstacleWords[obstacle.kind]);
    setText(byId('obstacle-reason'), obstacle.reason);
    this.#showButtons(obstacle);
  }

  #showButtons({ isDismissed }: Obstacle): void {
    const mayAsk = this.#isOffered && this.#maySteer;
    const asksTwice = mayAsk && this.#isAskingTwice && !isDismissed;
    byId('obstacle-twice').hidden = !asksTwice;
    // Beside the place of the first press: a finger that taps twice changes nothing.
    this.#sure.hidden = !asksTwice;
    this.#button.hidden = !mayAsk;
    const words = isDismissed ? 'It is an obstacle after all' : 'Not an obstacle';
    setText(this.#button, asksTwice ? 'No, keep clear' : words);
  }

  #press(): void {
    const obstacle = this.#known.find(({ id }) => id === this.#id);
    if (obstacle === undefined) return;
    if (obstacle.isDismissed || !shunned.includes(obstacle.kind)) return void this.#say(this.#button);
    this.#isAskingTwice = !this.#isAskingTwice;
    this.#show();
  }

  async #say(button: HTMLElement): Promise<void> {
    const obstacle = this.#known.find(({ id }) => id === this.#id);
    if (obstacle === undefined || button.getAttribute('aria-busy') === 'true') return;
    button.setAttribute('aria-busy', 'true');
    const isDismissed = !obstacle.isDismissed;
    const { ok, body } = await askRobot('POST', 'obstacles', { id: obstacle.id, isDismissed });
    button.removeAttribute('aria-busy');
    if (obstacle.id !== this.#id) return;
    this.#isAskingTwice = false;
    setText(byId('obstacle-said'), ok ? '' : (body.reason ?? ''));
    if (document.activeElement === this.#sure) this.#button.focus({ preventScroll: true });
    this.#show();
  }
}

function pinOf(id: number | undefined): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-obstacle="${id}"]`);
}
