import { parentPort, workerData } from 'node:worker_threads';
import { HomeStore } from './homeStore.ts';
import { homePlace, openHomeVault } from './homeVault.ts';
import { refusalOf } from './refusal.ts';
import { callStore, sentError } from './storeChannel.ts';
import type { FromThread, ThreadStart, ToThread } from './threadMessages.ts';

/** The thread that has the store: whatever a disk takes its time for, only who asked waits. */
function runThread(port: NonNullable<typeof parentPort>, { folder, ...rest }: ThreadStart): void {
  const tell = (message: FromThread): void => port.postMessage(message);
  const warn = (warning: string): void => tell({ warning });
  let clockAhead_s = 0;
  const answer = (id: number, act: () => unknown): boolean => {
    try {
      tell({ id, result: act() });
      return true;
    } catch (cause) {
      tell({ id, error: sentError(refusalOf(cause)) });
      return false;
    }
  };
  let store: HomeStore | undefined;
  const isOpen = answer(0, () => {
    const now_s = (): number => Date.now() / 1000 + clockAhead_s;
    const changed = (change: Extract<FromThread, { change: unknown }>['change']): void => tell({ change });
    store = new HomeStore(openHomeVault(homePlace(folder), warn), { ...rest, now_s, warn, changed });
  });
  if (!isOpen) return port.close();
  port.on('message', (message: ToThread) => {
    if ('clockAhead_s' in message) clockAhead_s = message.clockAhead_s;
    else answer(message.id, () => callStore(store!, message.method, message.args as never));
    if ('method' in message && message.method === 'close') port.close();
  });
}

if (parentPort !== null) runThread(parentPort, workerData as ThreadStart);
