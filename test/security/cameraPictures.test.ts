import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderDisk, folderKeyHome, Vault } from '@homebound/vault';
import { WebSocket } from 'ws';
import { FrameReader } from '../../packages/link/src/frames.ts';
import { bundled } from '../helpers/bundled.ts';
import { root } from '../helpers/homebound.ts';
import { EyeRig, type EyeRigOptions } from './eyeRig.ts';
import { markedHome, markOf } from './markedHome.ts';
import { MarkFinder } from './markFinder.ts';
import { PieceFinder } from './pieces.ts';
import { hiddenFilesOf, memoryOf } from './processMemory.ts';
import { unpacked } from './unpacked.ts';

/**
 * Pictures leave the process of the camera in no way, and nothing of them stays in it: a robot in four processes drives through a room whose walls show a
 * mark, and a look for the mark, and for pieces of the very pictures, in all memory, in all that went over every socket, and in every file. The motors'
 * process is looked at over its socket alone: it holds the simulated home, walls and all. Root reads memory; without it this is skipped by name.
 */
const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? test : (test.skip as typeof test);
const mark = markOf(4711);
const port = 18_557;
let leaky = '';
beforeAll(async () => {
  leaky = await bundled(join(root, 'test', 'security', 'processes', 'leakyCamera.ts'));
});

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = lstatSync(path);
    return found.isDirectory() ? filesIn(path) : found.isFile() ? [path] : [];
  });
}

/** What there is of pictures in bytes, packed or not. */
class Look {
  readonly pieces = new PieceFinder();
  readonly #mark = new MarkFinder(mark);

  at(bytes: Buffer, isMemory = false): boolean {
    if (this.#isIn(bytes, isMemory)) return true;
    for (const plain of unpacked(bytes)) if (this.#isIn(Buffer.from(plain))) return true;
    return false;
  }

  in(all: Iterable<Buffer>, isMemory = false): boolean {
    for (const bytes of all) if (this.at(bytes, isMemory)) return true;
    return false;
  }

  #isIn(bytes: Buffer, isMemory = false): boolean {
    return this.#mark.count(bytes, isMemory) > 0 || this.pieces.in(bytes) > 0;
  }
}

/** The pictures that went into the camera's process, as its device took them. */
function picturesIn(cable: readonly Buffer[]): Buffer[] {
  const pictures: Buffer[] = [];
  for (const way of cable)
    new FrameReader(2 ** 22).push(way, (message) => {
      if (message?.head.kind === 'frame') pictures.push(Buffer.from(message.bytes.buffer));
      return true;
    });
  return pictures;
}

const looksIn = (wire: readonly Buffer[]): number =>
  Buffer.concat(wire).toString('latin1').split('"kind":"floor"').length - 1;

/** Where something of the pictures was found after the camera was shut. Throws when they were not there to be found. */
async function leaksOf(options: Pick<EyeRigOptions, 'eye' | 'camera'>): Promise<string[]> {
  // On a busy machine a process takes another for dead and begins anew, with new memory: then all of it does.
  for (let k = 0; k < 3; k++) {
    const leaks = await leaksOnce(options);
    if (leaks !== undefined) return leaks;
  }
  throw new Error('three times the camera’s process began anew');
}

/** Undefined when the process that was looked into is not the one that had the camera. */
async function leaksOnce(options: Pick<EyeRigOptions, 'eye' | 'camera'>): Promise<string[] | undefined> {
  const look = new Look();
  const rig = await EyeRig.begin({ port, world: markedHome(mark), isTapped: true, ...options });
  const page = new Page();
  try {
    await rig.open();
    await rig.until('looks', () => looksIn(rig.wire('camera')) > 60);
    const pictures = picturesIn(rig.wire('lens'));
    const marked = pictures.filter((picture) => new MarkFinder(mark).count(picture) > 0).length;
    if (marked < 10) throw new Error(`of ${pictures.length} pictures ${marked} show the mark`);
    const eye = rig.pids.get('camera') as number;
    await rig.until('a picture where the camera is open', () => look.in(memoryOf(eye), true), 30);
    await rig.until('the camera to shut', async () => {
      await rig.ask('POST', 'camera/off');
      return (await rig.camera())?.isOpen === false && !rig.moment().isOpen;
    });
    for (const path of ['state', 'map', 'rooms', 'history']) await rig.until(path, () => page.ask(path));
    for (const picture of picturesIn(rig.wire('lens'))) look.pieces.add({ data: picture });
    rig.freeze();
    if (rig.pids.get('camera') !== eye) return undefined;
    const leaks = [...inProcesses(look, rig), ...onTheWay(look, rig, page)];
    await rig.end();
    return [...leaks, ...onDisk(look, rig), ...inVault(look, rig)];
  } finally {
    page.end();
    await rig.end();
  }
}

/** A page that looks on, and all that it is told. */
class Page {
  readonly seen: Buffer[] = [];
  readonly #socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { origin: `http://127.0.0.1:${port}` });

  constructor() {
    this.#socket.on('message', (data: Buffer) => this.seen.push(Buffer.from(data)));
    this.#socket.on('error', () => {});
  }

  async ask(path: string): Promise<boolean> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
    this.seen.push(Buffer.from(await response.arrayBuffer()));
    return true;
  }

  end(): void {
    this.#socket.terminate();
  }
}

function inProcesses(look: Look, rig: EyeRig): string[] {
  return (['camera', 'mind', 'gateway'] as const).flatMap((part) => {
    const pid = rig.pids.get(part) as number;
    return [
      ...(look.in(memoryOf(pid), true) ? [`memory of ${part}`] : []),
      ...(look.in(hiddenFilesOf(pid)) ? [`hidden file of ${part}`] : []),
    ];
  });
}

function onTheWay(look: Look, rig: EyeRig, { seen }: Page): string[] {
  const wires = (['camera', 'motor', 'gateway'] as const).filter((wire) => look.in(rig.wire(wire)));
  return [
    ...wires.map((wire) => `socket of ${wire}`),
    ...(look.at(Buffer.concat(seen)) ? ['a page'] : []),
    ...(look.at(Buffer.from(rig.said)) ? ['what was said'] : []),
  ];
}

/** All that the robot may write to: its folder, with what is temporary in it, and memory that is shared by name. */
function onDisk(look: Look, { folder }: EyeRig): string[] {
  const files = [folder, '/dev/shm'].flatMap(filesIn).filter((path) => path !== join(folder, 'world.sdf'));
  return files.filter((path) => look.at(readFileSync(path))).map((path) => `file ${path.replace(`${folder}/`, '')}`);
}

/** What the robot keeps sealed, opened with its key. Throws when it kept nothing. */
function inVault(look: Look, { home }: EyeRig): string[] {
  const vault = Vault.open({ disk: folderDisk(home), keys: folderKeyHome(folderDisk(`${home}.keys`)) });
  const entries = vault.list();
  if (entries.length === 0) throw new Error('the robot kept nothing');
  const found = entries.filter(({ kind, id, version }) => look.at(Buffer.from(vault.read(kind, id, version))));
  vault.close();
  return found.map(({ kind }) => `sealed ${kind}`);
}

asRoot.each(['rgbd', 'rgb'] as const)(
  'T-CAM: of pictures of the camera %s with a mark in the scene nothing is found once the camera is shut: in no memory, its own neither, on no socket, page and console, in no file',
  async (eye) => {
    expect(await leaksOf({ eye })).toEqual([]);
  },
  120_000,
);

asRoot(
  'T-CAM, planted faults: a camera that writes a picture to a file, tells the mind another, and keeps one when it shuts is found three times',
  async () => {
    const leaks = await leaksOf({ camera: [leaky, '--fault', 'leaks'] });
    expect(leaks).toEqual(
      expect.arrayContaining(['memory of camera', 'memory of mind', 'socket of camera', 'file tmp/last']),
    );
  },
  120_000,
);
