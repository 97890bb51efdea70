import { HomeRefusal } from '@homebound/wire';
import type { HomeChange } from './homeParts.ts';
import type { HomeStore } from './homeStore.ts';
import { refusalOf } from './refusal.ts';

type Method = keyof HomeStore;
export type ArgumentsOf<M extends Method> = Parameters<HomeStore[M]>;
export type ResultOf<M extends Method> = ReturnType<HomeStore[M]>;

/** The way to the store: in the same thread, where a call is over when it returns, or to one of its own. */
export interface StoreChannel {
  /** Rejects with what the store threw. */
  call<M extends Method>(method: M, ...args: ArgumentsOf<M>): Promise<ResultOf<M>>;
  /** Lets all that was asked be done, then ends the store. */
  close(): Promise<void>;
}

/** What the store tells unasked. */
export interface StoreEars {
  readonly warn: (text: string) => void;
  readonly changed: (change: HomeChange) => void;
}

/** An error as it goes between threads, which keep no class of ours. */
export interface SentError {
  readonly code?: HomeRefusal['code'];
  readonly message: string;
  readonly stack?: string;
}

export function sentError(cause: unknown): SentError {
  if (cause instanceof HomeRefusal) return { code: cause.code, message: cause.message };
  const { message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  return { message, stack };
}

export function receivedError({ code, message, stack }: SentError): Error {
  if (code !== undefined) return new HomeRefusal(code, message);
  return Object.assign(new Error(message), { stack });
}

/** Calls one of the store's methods by name. Throws HomeRefusal for what the household has to hear. */
export function callStore<M extends Method>(store: HomeStore, method: M, args: ArgumentsOf<M>): ResultOf<M> {
  const act = store[method] as (...args: ArgumentsOf<M>) => ResultOf<M>;
  try {
    return act.apply(store, args);
  } catch (cause) {
    throw refusalOf(cause);
  }
}

/** The store in this thread: for commands, and for a robot whose time stands still while it saves. */
export function inlineChannel(open: (ears: StoreEars) => HomeStore, ears: StoreEars): StoreChannel {
  const store = open(ears);
  return {
    // An async function runs at once as far as its first await: there is none.
    call: async (method, ...args) => callStore(store, method, args),
    close: async () => store.close(),
  };
}
