import { type Hello, type PublicCamera, ViewMirror } from '@homebound/wire';
import type { ToGateway, ToMind } from './messages.ts';

/** The view is asked for so often, ms: as often as pages are caught up. */
const VIEW_PERIOD_MS = 50;
/** Those who come and go within this are told of together. */
const VIEWERS_MS = 100;
/** Who begins to look waits so long for the view, ms; then there is none. */
const SHOWN_MS = 2000;

/** The gateway's copy of what the mind shows, which is nothing while nobody looks. */
export class MindView {
  readonly mirror: ViewMirror;
  /** What anybody may know of the camera: it is told while nobody looks, too. */
  camera: PublicCamera;
  readonly #say: (said: ToMind) => void;
  #viewers: readonly (string | undefined)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isShown = false;
  #isHeld = false;
  readonly #waiting = new Set<() => void>();

  constructor(hello: Hello, camera: PublicCamera, say: (said: ToMind) => void) {
    this.camera = camera;
    this.mirror = new ViewMirror(hello);
    this.#say = say;
  }

  /** These look, by their secrets; undefined is a program of this machine. The first is told of at once, those who come and go then together. */
  look(tokens: readonly (string | undefined)[]): void {
    const isUrgent = this.#viewers.length === 0;
    this.#viewers = tokens;
    if (isUrgent) this.#tell();
    else this.#timer ??= setTimeout(() => this.#tell(), VIEWERS_MS).unref();
  }

  /** Resolves when the copy is the robot as it is, for who has begun to look; also when the mind shows it to none of those. */
  shown(): Promise<void> {
    if (this.#isShown) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(late);
        this.#waiting.delete(done);
        resolve();
      };
      const late = setTimeout(done, SHOWN_MS).unref();
      this.#waiting.add(done);
    });
  }

  /** Asks for the first news; each answer asks for the next. */
  begin(): void {
    this.#say({ type: 'more' });
  }

  take(message: string | Uint8Array): void {
    this.#isHeld = true;
    this.mirror.take(message);
  }

  /** That was what is new. Nothing of the home is held while nobody looks. */
  taken({ isAll, isShown, camera }: Extract<ToGateway, { type: 'newsEnd' }>): void {
    this.camera = camera;
    if (isAll) setTimeout(() => this.begin(), VIEW_PERIOD_MS).unref();
    else this.begin();
    if (!isShown && this.#isHeld) {
      this.mirror.forget();
      this.#isHeld = false;
    }
    this.#isShown = isShown && (this.#isShown || isAll);
    if (this.#isShown) for (const done of [...this.#waiting]) done();
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#say({ type: 'viewers', tokens: this.#viewers.map((token) => token ?? null) });
  }
}
