import {
  decodeFrame,
  decodeText,
  type HomeSettings,
  type RunDetail,
  type RunEntry,
  type Schedule,
} from '@homebound/wire';
import { WebSocket } from 'ws';

/** What a page must have seen to be of use: a robot that tells what it does, and a home. */
export interface Seen {
  readonly state: string;
  readonly knownCells: number;
  readonly rooms: readonly number[];
}

/** A person's page, as far as it asks: the API over HTTP, and what the robot tells by itself over the WebSocket. */
export class DaysPage {
  readonly #origin: string;

  constructor(url: string) {
    this.#origin = new URL(url).origin;
  }

  async runs(): Promise<readonly RunEntry[]> {
    return (await this.#get<{ runs: RunEntry[] }>('runs')).runs;
  }

  /** All runs with their ways. */
  async history(): Promise<readonly RunDetail[]> {
    const runs: RunDetail[] = [];
    for (const { id } of await this.runs()) runs.push(await this.#get<RunDetail>(`runs/${id}`));
    return runs;
  }

  set(schedules: readonly Schedule[]): Promise<void> {
    return this.#put('schedules', { schedules });
  }

  settle(settings: HomeSettings): Promise<void> {
    return this.#put('settings', settings);
  }

  /** Connects, waits for state, map and rooms, and goes. Rejects when they don't come. */
  look(): Promise<Seen> {
    const socket = new WebSocket(`${this.#origin.replace('http', 'ws')}/ws`, { origin: this.#origin });
    const seen: { state?: string; knownCells?: number; rooms?: number[] } = {};
    return new Promise<Seen>((done, failed) => {
      const late = setTimeout(() => failed(new Error(`the page got only ${JSON.stringify(seen)}`)), WAIT_MS);
      socket.on('error', failed);
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        note(seen, data, isBinary);
        const { state, knownCells, rooms } = seen;
        if (state === undefined || knownCells === undefined || rooms === undefined) return;
        clearTimeout(late);
        done({ state, knownCells, rooms });
      });
    }).finally(() => socket.terminate());
  }

  async #get<T>(path: string): Promise<T> {
    let response = await fetch(`${this.#origin}/api/v1/${path}`);
    // Nobody may ask faster than a person clicks.
    for (; response.status === 429; response = await fetch(`${this.#origin}/api/v1/${path}`))
      await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async #put(path: string, body: unknown): Promise<void> {
    const headers = { 'content-type': 'application/json', origin: this.#origin };
    const response = await fetch(`${this.#origin}/api/v1/${path}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`PUT ${path}: ${response.status} ${await response.text()}`);
  }
}

const WAIT_MS = 20_000;
const BUSY_MS = 300;

function note(seen: { state?: string; knownCells?: number; rooms?: number[] }, data: Buffer, isBinary: boolean): void {
  if (isBinary) {
    const message = decodeFrame(new Uint8Array(data));
    if (message.type === 'map') seen.knownCells = message.patch.cells.filter((cell) => cell >= 0).length;
    return;
  }
  const message = decodeText(data.toString());
  if (message.type === 'status') seen.state = message.state;
  if (message.type === 'rooms') seen.rooms = message.rooms.map(({ id }) => id);
}
