const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** How long the process may take to end by itself, ms. */
const END_ms = 1000;

export interface ProcessGuardEvents {
  /** Stops the nodes; the graph is left a moment later. */
  shutdown(): void;
  report(where: string, error: unknown): void;
  /** Ends the process now. Default `process.exit`. */
  exit?(): void;
}

/**
 * What ends a robot's process, and what does not: SIGINT and SIGTERM stop the nodes in order and exit with 0; a promise that
 * was rejected and forgotten is a fault; an exception outside of all callbacks leaves the process in an unknown state, so it
 * stops the nodes in order and exits with 1, for its supervisor to start it anew.
 * @returns what takes the guard away
 */
export function guardProcess({ shutdown, report, exit = process.exit }: ProcessGuardEvents): () => void {
  const end = (code: number): void => {
    process.exitCode = code;
    shutdown();
    // The process ends by itself once nothing is left to do; if something keeps it, it is told to.
    setTimeout(() => exit(), END_ms).unref();
  };
  const onSignal = (): void => end(0);
  const onRejection = (error: unknown): void => report('a promise that nobody waited for', error);
  const onException = (error: unknown): void => {
    report('outside of all callbacks', error);
    end(1);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtException', onException);
  };
}
