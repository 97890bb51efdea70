import type { Dismissal, Hello, PresenceMessage, Room } from '@homebound/wire';
import { askRobot } from './askRobot.ts';
import { byId, setText } from './elements.ts';
import { obstacleWords, roomAt } from './words.ts';

/** What a person said is no obstacle, whether the robot sees it now or not, each with the word that it is one after all. */
export class DismissalList {
  readonly #panel = byId('dismissals');
  readonly #list = byId('dismissal-list');
  #all: readonly Dismissal[] = [];
  #rooms: readonly Room[] = [];
  #isOffered = false;
  #maySteer = true;
  #shown = '';

  hello(hello: Hello): void {
    this.#isOffered = hello.commands.includes('recallDismissal');
    setText(byId('dismissals-until'), hello.keepsHome === true ? 'for three months' : 'until this run ends');
    this.set([]);
  }

  presence({ maySteer }: PresenceMessage): void {
    this.#maySteer = maySteer;
    this.#show();
  }

  rooms(rooms: readonly Room[]): void {
    this.#rooms = rooms;
    this.#show();
  }

  set(dismissals: readonly Dismissal[]): void {
    this.#all = dismissals;
    this.#show();
  }

  #show(): void {
    this.#panel.hidden = this.#all.length === 0;
    const lines = this.#all.map(({ id, kind, x, y }) => {
      const room = roomAt(this.#rooms, x, y);
      return { id, words: `${obstacleWords[kind]}${room === undefined ? '' : `, ${room}`}` };
    });
    const mayUndo = this.#isOffered && this.#maySteer;
    const shown = JSON.stringify([lines, mayUndo]);
    // Focus stays on a list that says the same.
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list.replaceChildren(...lines.map(({ id, words }) => this.#line(id, words, mayUndo)));
  }

  #line(id: number, words: string, mayUndo: boolean): HTMLElement {
    const line = document.createElement('li');
    const text = document.createElement('span');
    text.textContent = words;
    line.append(text);
    if (!mayUndo) return line;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = 'Undo';
    button.setAttribute('aria-label', `${words} is an obstacle after all`);
    button.addEventListener('click', () => void this.#recall(id, button));
    line.append(button);
    return line;
  }

  async #recall(id: number, button: HTMLButtonElement): Promise<void> {
    if (button.getAttribute('aria-busy') === 'true') return;
    button.setAttribute('aria-busy', 'true');
    const { ok, body } = await askRobot('DELETE', `dismissals/${id}`, {});
    button.removeAttribute('aria-busy');
    setText(byId('dismissals-said'), ok ? '' : (body.reason ?? ''));
  }
}
