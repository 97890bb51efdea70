import { setTimeout as delay } from 'node:timers/promises';
import { LinkError } from '@homebound/link';

/** So long another process may take to begin, s. */
const PATIENCE_S = 20;
const PAUSE_MS = 100;

/**
 * Opens a link as soon as the other process listens: the processes of a robot start together, in whatever order. Rejects as `open` does when
 * nobody came in time, or `isOver` says meanwhile that nobody is waited for any more.
 */
export async function waitForLink<T>(open: () => Promise<T>, isOver: () => boolean = () => false): Promise<T> {
  const until_ms = performance.now() + 1000 * PATIENCE_S;
  for (;;)
    try {
      return await open();
    } catch (error) {
      // Or it still holds the place of a link that has just ended: who woke up anew comes back at once.
      const isEarly = error instanceof LinkError && (error.code === 'noServer' || error.code === 'failed');
      if (!isEarly || isOver() || performance.now() > until_ms) throw error;
      await delay(PAUSE_MS);
    }
}
