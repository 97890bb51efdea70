import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Disk, folderDisk } from '@homebound/vault';
import type { Standing } from './checks.ts';
import { FieldReader, parseJson } from './fields.ts';
import { decodeKeyList, encodeKeyList, type KeyList } from './keyList.ts';
import { MODEL } from './manifest.ts';
import { nodeFiles, type ReleaseFiles } from './releaseFiles.ts';
import { decodeState, encodeState } from './stateFile.ts';
import { named, UpdateError } from './updateError.ts';
import type { UpdateState } from './updateState.ts';

const STATE = 'state.json';
const KEYS = 'trusted-keys.json';
const DEVICE = 'device.json';
/** A release's counter is the name of its folder. */
const COUNTER = /^[1-9]\d{0,15}$/;

/**
 * The folder of a robot's releases: `releases/17/…`, the link `current` to the one that runs, and beside them the state, the keys
 * that are trusted and the model. The state's rename is what commits a change.
 */
export class ReleasePlace {
  readonly root: string;
  readonly files: ReleaseFiles;
  readonly #disk: Disk;

  constructor(root: string, disk: Disk = folderDisk(root), files: ReleaseFiles = nodeFiles) {
    this.root = root;
    this.#disk = disk;
    this.files = files;
  }

  get releases(): string {
    return join(this.root, 'releases');
  }

  get staging(): string {
    return join(this.root, 'staging');
  }

  get currentLink(): string {
    return join(this.root, 'current');
  }

  folderOf(counter: number): string {
    return join(this.releases, String(counter));
  }

  /** Throws UpdateError `notSetUp`. A damaged state is made again from the link: it names what ran last. */
  state(): UpdateState {
    if (!this.#disk.names().includes(STATE)) throw this.#notSetUp();
    try {
      return decodeState(this.#text(STATE));
    } catch (cause) {
      const counter = this.#linked();
      if (counter === undefined) throw cause;
      return { current: counter, highest: counter };
    }
  }

  hasState(): boolean {
    return this.#disk.names().includes(STATE);
  }

  keepState(state: UpdateState): void {
    this.#keep(STATE, encodeState(state));
  }

  keepKeys(keys: KeyList): void {
    this.#keep(KEYS, encodeKeyList(keys));
  }

  keepModel(model: string): void {
    this.#keep(DEVICE, JSON.stringify({ model }));
  }

  keys(): KeyList {
    if (!this.#disk.names().includes(KEYS)) throw this.#notSetUp();
    return decodeKeyList(this.#text(KEYS), join(this.root, KEYS));
  }

  standing(): Standing {
    const { current, highest } = this.state();
    return { model: this.model(), trusted: this.keys(), current, highest };
  }

  model(): string {
    if (!this.#disk.names().includes(DEVICE)) throw this.#notSetUp();
    const what = join(this.root, DEVICE);
    return new FieldReader(parseJson(this.#text(DEVICE), what), what, ['model']).text('model', MODEL);
  }

  /** Takes away what is none of these releases, and what an installation that was cut off has left. */
  async clear(kept: readonly number[]): Promise<void> {
    await this.files.remove(this.staging);
    for (const name of await this.files.names(this.releases))
      if (!COUNTER.test(name) || !kept.includes(Number(name))) await this.files.remove(join(this.releases, name));
  }

  /** Runs `act` while no other process changes anything here. Throws UpdateError `busy`; errors of the disk by name. */
  async alone<T>(doing: string, act: () => Promise<T>): Promise<T> {
    const release = this.#lock();
    try {
      return await act();
    } catch (cause) {
      throw named(cause, doing);
    } finally {
      release();
    }
  }

  #lock(): () => void {
    try {
      return this.#disk.lock();
    } catch (cause) {
      if ((cause as { code?: string }).code !== 'inUse') throw named(cause, `locking ${this.root}`);
      throw new UpdateError('busy', `Another process is changing the releases in ${this.root}; try again`, { cause });
    }
  }

  #linked(): number | undefined {
    try {
      const name = readlinkSync(this.currentLink).split('/').pop() ?? '';
      return COUNTER.test(name) ? Number(name) : undefined;
    } catch {
      return undefined;
    }
  }

  #text(name: string): string {
    return new TextDecoder().decode(this.#disk.read(name, 1 << 20));
  }

  #keep(name: string, text: string): void {
    this.#disk.write(`${name}.next`, new TextEncoder().encode(text));
    this.#disk.sync(`${name}.next`);
    this.#disk.rename(`${name}.next`, name);
    this.#disk.syncFolder();
  }

  #notSetUp(): UpdateError {
    const why = `${this.root} holds no releases, and an update is looked at for the robot that it is to run on`;
    return new UpdateError('notSetUp', `${why}: name the folder with --root, or make it with --set-up`);
  }
}
