import { copyFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  checkUpdate,
  decodeKeyList,
  dropRelease,
  fileSource,
  goBackRelease,
  ReleasePlace,
  setUpReleases,
  stageUpdate,
} from '@homebound/update';
import { CliError } from '../errors.ts';
import { makeFolder, readInput } from '../files.ts';
import { type MakeOptions, makerTasks } from '../makeUpdates.ts';

export interface UpdateOptions extends MakeOptions {
  readonly root: string;
  readonly check?: string;
  readonly install?: string;
  readonly setUp?: string;
  readonly status?: boolean;
  readonly rollback?: boolean;
  readonly refuse?: boolean;
  readonly keys?: string;
  readonly json?: boolean;
}

/** Lies beside the releases, and decides which of them runs. */
const START = 'homebound-start.js';
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** What a robot's owner may ask. */
const ownerTasks = {
  check: async ({ root, check = '' }: UpdateOptions) => {
    const { manifest } = await checkUpdate(await fileSource(check), new ReleasePlace(root).standing());
    say(`${check} is signed, whole and for this robot: ${manifest.version}, number ${manifest.counter}`);
  },
  install: async ({ root, install = '' }: UpdateOptions) => {
    const { version, counter } = await stageUpdate(await fileSource(install), new ReleasePlace(root));
    say(`${version}, number ${counter}, is tried at the next start; should it not do, ${root} goes back by itself`);
  },
  setUp: async ({ root, setUp = '', keys, model }: UpdateOptions) => {
    if (keys === undefined || model?.length !== 1)
      throw new CliError('--set-up needs --keys trusted-keys.json and one --model, the designation of this robot');
    const place = new ReleasePlace(root);
    const trusted = decodeKeyList(new TextDecoder().decode(readInput(keys, 'list of trusted keys')).trim(), keys);
    const { version, counter } = await setUpReleases(await fileSource(setUp), place, {
      model: model[0],
      keys: trusted,
    });
    copyStart(place, counter);
    say(`${version}, number ${counter}, is what ${join(root, 'bin', START)} starts`);
  },
  status: async (options: UpdateOptions) => printStatus(options),
  rollback: async ({ root }: UpdateOptions) => {
    say(`number ${await goBackRelease(new ReleasePlace(root))} runs from the next start on`);
  },
  refuse: async ({ root }: UpdateOptions) => {
    await dropRelease(new ReleasePlace(root), 'person');
    say('what waited is not installed; the same file can be installed later');
  },
} as const;

/** `homebound update`: updates from a file, for those who run a robot and those who make releases. Nothing is ever fetched. */
export async function update(options: UpdateOptions): Promise<void> {
  const tasks = { ...ownerTasks, ...makerTasks };
  const asked = (Object.keys(tasks) as (keyof typeof tasks)[]).filter((task) => options[task] !== undefined);
  const names = Object.keys(tasks).map((task) => `--${task.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`);
  if (asked.length !== 1) throw new CliError(`Give one of ${names.join(', ')}`);
  await tasks[asked[0]](options);
}

function printStatus({ root, json }: UpdateOptions): void {
  const place = new ReleasePlace(root);
  const { current, previous, highest, trial, rolledBack } = place.state();
  const { version, threshold, keys } = place.keys();
  const model = place.model();
  if (json) {
    const state = {
      model,
      current,
      previous,
      highest,
      trial,
      rolledBack,
      keys: { version, threshold, count: keys.length },
    };
    process.stdout.write(`${JSON.stringify(state)}\n`);
    return;
  }
  const lines = [
    `this robot: ${model}; runs number ${current}${previous === undefined ? '' : `, number ${previous} is kept to go back to`}`,
    trial &&
      `number ${trial.counter} ${trial.starts === 0 ? 'is tried at the next start' : `is being tried, start ${trial.starts}`}`,
    rolledBack && `number ${rolledBack.counter} was taken back: ${rolledBack.reason}`,
    `updates need ${threshold} of ${keys.length} signatures (list ${version}) and a number above ${highest}`,
  ];
  process.stdout.write(`${lines.filter((line) => line !== undefined).join('\n')}\n`);
}

function copyStart(place: ReleasePlace, counter: number): void {
  const folder = dirname(join(place.folderOf(counter), 'dist', START));
  if (!existsSync(join(folder, START))) {
    say(`the release has no dist/${START}: start it with one of your own`);
    return;
  }
  makeFolder(join(place.root, 'bin'));
  copyFileSync(join(folder, START), join(place.root, 'bin', START));
}
