import { spawn } from 'node:child_process';

/**
 * Runs this benchmark again for each name, so many processes at a time, each with `--one NAME` after the arguments that
 * the benchmark itself got, and hands over what each prints as JSON in its last line. In processes of their own, time and
 * memory are a run's own. Results come in the order of the names.
 * @param onResult called as soon as all results before it are in
 * @returns names of those that ended otherwise than well
 */
export async function runJobs<T>(
  names: readonly string[],
  jobs: number,
  onResult: (result: T) => void,
): Promise<string[]> {
  const results = new Map<number, T | undefined>();
  const broken: string[] = [];
  let next = 0;
  let told = 0;
  const worker = async (): Promise<void> => {
    for (let k = next++; k < names.length; k = next++) {
      results.set(k, await runOne<T>(names[k]));
      for (; results.has(told); told++) {
        const result = results.get(told);
        if (result === undefined) broken.push(names[told]);
        else onResult(result);
        results.delete(told);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  return broken;
}

function runOne<T>(name: string): Promise<T | undefined> {
  const args = [...process.execArgv, ...process.argv.slice(1), '--one', name];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? (JSON.parse(text.trim().split('\n').at(-1)!) as T) : undefined));
  });
}
