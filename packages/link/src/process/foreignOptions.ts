/**
 * What a robot's process may be started with. A list of what is allowed, as every Node brings new options that write or show memory:
 * --inspect, --heapsnapshot-signal, --heapsnapshot-near-heap-limit, --cpu-prof, --report-on-signal, --tls-keylog, --import, --require …
 */
const allowed = [
  /^--disable-sigusr1$/,
  // Opens nothing: it says where an inspector would be that is not to be.
  /^--inspect-port=\d+$/,
  /^--(no-warnings|enable-source-maps)$/,
  /^--max-(old|semi)-space-size=\d+$/,
  /^--(jitless|single-threaded-gc|optimize-for-size)$/,
];
/** Variables by which Node writes what it works with to the log or to files. */
const telltales = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE', 'NODE_V8_COVERAGE'];

/** @returns the options and variables that a process on a robot may not have. */
export function foreignOptions(
  execArgv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const fromEnvironment = (env.NODE_OPTIONS ?? '').split(/\s+/).filter(Boolean);
  const isForeign = (option: string): boolean => !allowed.some((known) => known.test(option));
  return [
    ...execArgv.filter(isForeign),
    ...fromEnvironment.filter(isForeign).map((option) => `${option} (NODE_OPTIONS)`),
    ...telltales.filter((name) => env[name]),
  ];
}
