import { type ChildProcess, spawn } from 'node:child_process';

export interface JobOutcome<T> {
  readonly name: string;
  /** Place of the job among those given. */
  readonly index: number;
  /** Absent when the job broke off. */
  readonly result?: T;
  /** Why it broke off. */
  readonly problem?: string;
}

export interface JobPoolOptions<T> {
  /** Processes at a time. */
  readonly jobs: number;
  /** Called for each job as soon as it ends. */
  readonly onEnd: (outcome: JobOutcome<T>) => void;
  /** No further job is begun once this is aborted, and those that run are ended. */
  readonly signal?: AbortSignal;
}

/** What a job may write on standard error and still be quoted, characters. */
const QUOTED_CHARS = 400;

/**
 * Runs this very command again for each name, so many processes at a time, each with `--one NAME` after the arguments that
 * it got itself, and hands over what each prints as JSON in its last line. In a process of its own a job's time and memory
 * are its own, one that crashes takes no other with it, and its result does not depend on what ran before it.
 */
export async function runJobs<T>(names: readonly string[], options: JobPoolOptions<T>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < names.length && options.signal?.aborted !== true) {
      const index = next++;
      options.onEnd({ name: names[index], index, ...(await runOne<T>(names[index], options.signal)) });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs) }, worker));
}

/** Aborted once a person, or what else started this process, asks it to end: then `runJobs` ends its own and returns. */
export function endingSignal(): AbortSignal {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => abort.abort());
  return abort.signal;
}

/** Hands outcomes on in the order of their names: each as soon as all before it are in. */
export function inOrder<T>(onEnd: (outcome: JobOutcome<T>) => void): (outcome: JobOutcome<T>) => void {
  const waiting = new Map<number, JobOutcome<T>>();
  let told = 0;
  return (outcome) => {
    waiting.set(outcome.index, outcome);
    for (let first = waiting.get(told); first !== undefined; first = waiting.get(told)) {
      waiting.delete(told++);
      onEnd(first);
    }
  };
}

type Ending<T> = Pick<JobOutcome<T>, 'result' | 'problem'>;

function runOne<T>(name: string, signal: AbortSignal | undefined): Promise<Ending<T>> {
  const args = [...process.execArgv, ...process.argv.slice(1), '--one', name];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const out = collect(child.stdout);
  const errors = collect(child.stderr);
  return new Promise((resolve, reject) => {
    const end = (): boolean => child.kill();
    signal?.addEventListener('abort', end);
    child.on('error', reject);
    child.on('close', (code) => {
      signal?.removeEventListener('abort', end);
      resolve(endingOf<T>(child, code, out(), errors()));
    });
  });
}

function endingOf<T>(child: ChildProcess, code: number | null, out: string, errors: string): Ending<T> {
  if (code !== 0) {
    const how = code === null ? `was ended by ${child.signalCode}` : `ended with code ${code}`;
    return { problem: `${how}: ${errors.trim().slice(-QUOTED_CHARS) || 'it said nothing'}` };
  }
  process.stderr.write(errors);
  try {
    return { result: JSON.parse(out.trim().split('\n').at(-1)!) as T };
  } catch {
    return { problem: `its last line is not JSON: ${out.trim().slice(-QUOTED_CHARS) || 'it printed nothing'}` };
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
