import { Worker } from 'node:worker_threads';
import { HomeRefusal } from '@homebound/wire';
import { receivedError, type StoreChannel, type StoreEars } from './storeChannel.ts';
import type { FromThread, ThreadStart, ToThread } from './threadMessages.ts';

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (cause: Error) => void;
}

/**
 * The store in a thread of its own. What is handed over is copied; what it says comes back in order.
 * @param script  the thread's built JavaScript
 * @param ahead_s what the robot's clock is ahead of the machine's; asked before each call
 * Rejects with HomeRefusal when the store can't be opened.
 */
export async function threadChannel(
  script: string,
  start: ThreadStart,
  ahead_s: () => number,
  ears: StoreEars,
): Promise<StoreChannel> {
  const worker = new Worker(script, { workerData: start, execArgv: [] });
  const waiting = new Map<number, Waiting>();
  const answerTo = <R>(id: number): Promise<R> =>
    new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.on('message', (message: FromThread) => hear(message, waiting, ears));
  const isOver = new Promise<void>((over) => worker.once('exit', () => over()));
  const fail = (why: string): void => {
    for (const { reject } of waiting.values()) reject(new HomeRefusal('failed', why));
    waiting.clear();
  };
  let isClosed = false;
  worker.on('error', (cause) => {
    isClosed = true;
    ears.warn(`the store's thread has ended, nothing is kept any more: ${cause.message}`);
    fail(`The store's thread has ended: ${cause.message}; start the robot anew`);
  });
  let last = 0;
  void isOver.then(() => {
    isClosed = true;
    fail('The store is closed');
  });
  const opened = answerTo<void>(0);
  await opened;
  const send = (message: ToThread): void => worker.postMessage(message);
  const call: StoreChannel['call'] = (method, ...args) => {
    if (isClosed) return Promise.reject(new HomeRefusal('failed', 'The store is closed'));
    send({ clockAhead_s: ahead_s() });
    send({ id: ++last, method, args });
    return answerTo(last);
  };
  return {
    call,
    close: async () => {
      if (!isClosed) await call('close');
      await isOver;
    },
  };
}

function hear(message: FromThread, waiting: Map<number, Waiting>, ears: StoreEars): void {
  if ('warning' in message) return ears.warn(message.warning);
  if ('change' in message) return ears.changed(message.change);
  const asked = waiting.get(message.id);
  waiting.delete(message.id);
  if ('error' in message) asked?.reject(receivedError(message.error));
  else asked?.resolve(message.result as never);
}
