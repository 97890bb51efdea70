import type { Hello, Obstacle, PresenceMessage } from '@homebound/wire';
import { askRobot } from './askRobot.ts';
import { byId, setText } from './elements.ts';
import type { ObstaclePicture } from './obstaclePicture.ts';
import { obstacleWords } from './words.ts';

/** What a person asked about on the map: what the robot takes it for, what it does about it, its picture, and the word that it is no obstacle. */
export class ObstaclePanel {
  readonly #picture: ObstaclePicture;
  readonly #card = byId('obstacle');
  readonly #button = byId<HTMLButtonElement>('obstacle-dismiss');
  #known: readonly Obstacle[] = [];
  #id: number | undefined;
  #isOffered = false;
  #maySteer = true;

  constructor(picture: ObstaclePicture) {
    this.#picture = picture;
    byId('obstacle-close').addEventListener('click', () => this.#close());
    this.#button.addEventListener('click', () => void this.#press());
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

  ask(id: number): void {
    setText(byId('obstacle-said'), '');
    this.#id = id;
    this.#show();
    byId('obstacle-close').focus({ preventScroll: true });
  }

  #close(): void {
    const id = this.#id;
    this.#id = undefined;
    this.#show();
    document.querySelector<HTMLElement>(`[data-obstacle="${id}"]`)?.focus({ preventScroll: true });
  }

  #show(): void {
    const obstacle = this.#known.find(({ id }) => id === this.#id);
    this.#card.hidden = obstacle === undefined;
    this.#picture.of(obstacle);
    if (obstacle === undefined) return;
    setText(byId('obstacle-kind'), obstacleWords[obstacle.kind]);
    setText(byId('obstacle-reason'), obstacle.reason);
    setText(this.#button, obstacle.isDismissed ? 'It is an obstacle after all' : 'Not an obstacle');
    this.#button.hidden = !this.#isOffered || !this.#maySteer;
  }

  async #press(): Promise<void> {
    const obstacle = this.#known.find(({ id }) => id === this.#id);
    if (obstacle === undefined || this.#button.getAttribute('aria-busy') === 'true') return;
    this.#button.setAttribute('aria-busy', 'true');
    const isDismissed = !obstacle.isDismissed;
    const { ok, body } = await askRobot('POST', 'obstacles', { id: obstacle.id, isDismissed });
    this.#button.removeAttribute('aria-busy');
    setText(byId('obstacle-said'), ok ? '' : (body.reason ?? ''));
  }
}
