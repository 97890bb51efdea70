import type { PictureEntry } from '@homebound/wire';
import { type Answer, askRobot } from './askRobot.ts';

export interface KeptPictures {
  readonly keep_days: number;
  readonly pictures: readonly PictureEntry[];
}

/** Between two questions what is kept, ms. */
const PAUSE_MS = 5000;

/** What the robot keeps of pictures of obstacles, as far as this device may know: an admin's may, of a robot with a camera. */
export class PictureBook {
  /** Undefined where this device may not know, or the robot keeps nothing. */
  kept: KeptPictures | undefined;
  readonly #changed: () => void;
  #hasCamera = false;
  /** Undefined until the robot was asked. */
  #mayKnow: boolean | undefined;
  #timer = 0;
  #asked_ms = Number.NEGATIVE_INFINITY;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Ids of obstacles that a picture is kept of. */
  get pictured(): ReadonlySet<number> {
    return new Set(this.kept?.pictures.flatMap(({ obstacle }) => obstacle ?? []));
  }

  /**
   * A new connection: this device's role may be another now.
   * @param keepsHome  what keeps no home keeps no picture: it is not asked
   */
  hello(keepsHome: boolean): void {
    this.#mayKnow = keepsHome ? undefined : false;
    this.refresh();
  }

  camera(isThere: boolean): void {
    if (isThere === this.#hasCamera) return;
    this.#hasCamera = isThere;
    this.refresh();
  }

  /** Asks soon what is kept, at most every few seconds. */
  refresh(): void {
    if (!this.#hasCamera || this.#mayKnow === false || this.#timer !== 0) return;
    const wait_ms = Math.max(0, this.#asked_ms + PAUSE_MS - performance.now());
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      void this.#ask();
    }, wait_ms);
  }

  async keep(keep_days: number): Promise<Answer> {
    return this.#after(await askRobot('PUT', 'pictures', { keep_days }));
  }

  /** @param id  all of them when absent */
  async delete(id?: string): Promise<Answer> {
    return this.#after(await askRobot('DELETE', id === undefined ? 'pictures' : `pictures/${id}`, {}));
  }

  async #after(answer: Answer): Promise<Answer> {
    await this.#ask();
    return answer;
  }

  async #ask(): Promise<void> {
    this.#asked_ms = performance.now();
    // Whoever is no admin would be refused, which is written down.
    this.#mayKnow ??= (await askRobot<{ readonly role: string }>('GET', 'session')).body.role === 'admin';
    this.kept = this.#mayKnow ? await this.#list() : undefined;
    this.#changed();
  }

  async #list(): Promise<KeptPictures | undefined> {
    const { ok, status, body } = await askRobot<KeptPictures>('GET', 'pictures');
    if (ok) return body;
    // A robot that keeps nothing will not begin to.
    if (status === 403 || status === 404) this.#mayKnow = false;
    return this.#mayKnow ? this.kept : undefined;
  }
}

/** The picture itself, which the robot writes down as looked at; undefined when it is gone. */
export async function pixelsOf(id: string): Promise<ImageBitmap | undefined> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`/api/v1/pictures/${id}/export`, { method: 'POST', headers, body: '{}' });
    return response.ok ? await createImageBitmap(await response.blob()) : undefined;
  } catch {
    return undefined;
  }
}
