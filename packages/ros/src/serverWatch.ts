/** How long a server may take to be discovered where the caller sets no deadline, s. */
export const DISCOVERY_s = 5;
/** How often a server that owes an answer is looked for, s. */
const WATCH_s = 0.5;

/**
 * Tells when a server is gone: missed twice in a row. A dead one never answers.
 * @returns what ends the watch
 */
export function watchServer(isThere: () => boolean, onGone: () => void): () => void {
  let misses = 0;
  const id = setInterval(() => {
    misses = isThere() ? 0 : misses + 1;
    if (misses === 2) onGone();
  }, WATCH_s * 1000);
  return () => clearInterval(id);
}
