import type { HomeChange } from './homeParts.ts';
import type { HomeStore } from './homeStore.ts';
import type { SentError } from './storeChannel.ts';

/** What a store's thread is started with. */
export interface ThreadStart {
  readonly folder: string;
  readonly appVersion: string;
  readonly forgetNetworkIn?: string;
}

/** To the thread: a call by its number; the clock that the robot goes by, ahead of the machine's. */
export type ToThread =
  | { readonly id: number; readonly method: keyof HomeStore; readonly args: unknown[] }
  | { readonly clockAhead_s: number };

/** From the thread. The first answer has the number 0 and tells whether the store could be opened. */
export type FromThread =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: SentError }
  | { readonly warning: string }
  | { readonly change: HomeChange };
