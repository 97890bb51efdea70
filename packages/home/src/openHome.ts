import type { HomeRefusal } from '@homebound/wire';
import { Home, type HomeHooks } from './home.ts';
import { HomeStore } from './homeStore.ts';
import { type HomePlace, homePlace, openHomeVault } from './homeVault.ts';
import { refusalOf } from './refusal.ts';
import { inlineChannel, type StoreChannel, type StoreEars } from './storeChannel.ts';
import { threadChannel } from './threadChannel.ts';

export interface HomeOptions extends Partial<Pick<HomeHooks, 'now_s' | 'monotonic_s' | 'update'>> {
  /** The store's; its device key lies beside it in `FOLDER.keys`. */
  readonly folder: string;
  /** Written into maps. */
  readonly appVersion: string;
  /** Told in one line what went wrong; the robot goes on. */
  readonly warn: (text: string) => void;
  /** Built JavaScript of `homeThread.ts`. With it the disk keeps nobody waiting; without, each call takes as long as the disk does. */
  readonly thread?: string;
  /** Folder in which a reset asks the system to forget the networks that it knows. */
  readonly forgetNetworkIn?: string;
  /** Instead of the folders, for what runs in this thread: a test's disks, a TPM's memory for the keys. */
  readonly place?: HomePlace;
}

/**
 * Opens what a household leaves with its robot, for as long as the robot runs: no other process gets at it meanwhile. Times are the machine's
 * own when no clock is given.
 * Rejects with HomeRefusal, `busy` with the other process's number when one has it.
 */
export async function openHome(options: HomeOptions): Promise<Home> {
  const { warn, update, now_s = machine_s, monotonic_s = () => performance.now() / 1000 } = options;
  let home: Home | undefined;
  const ears: StoreEars = { warn, changed: (change) => home?.changed(change) };
  const channel = await openChannel(options, now_s, ears);
  try {
    home = new Home(channel, await channel.call('begin'), { now_s, monotonic_s, warn, update });
    return home;
  } catch (cause) {
    await channel.close();
    throw cause;
  }
}

const machine_s = (): number => Date.now() / 1000;

/** @throws what is no fault of ours as a HomeRefusal */
async function openChannel(options: HomeOptions, now_s: () => number, ears: StoreEars): Promise<StoreChannel> {
  const { folder, appVersion, forgetNetworkIn, thread, place = homePlace(folder) } = options;
  if (thread !== undefined)
    return threadChannel(thread, { folder, appVersion, forgetNetworkIn }, () => now_s() - machine_s(), ears);
  const rest = { appVersion, forgetNetworkIn, now_s };
  try {
    return inlineChannel((all) => new HomeStore(openHomeVault(place, all.warn), { ...rest, ...all }), ears);
  } catch (cause) {
    throw refusalOf(cause) as HomeRefusal;
  }
}
