// What starts a robot's releases: `node RELEASES/bin/homebound-start.js COMMAND …` runs that command of the release whose turn it is;
// `… --choose FILE` only points `current` to it and writes the variables of the trial for a service manager, which then starts each
// process from `current`. Built into one file that lies beside the releases and is not replaced by them: it must outlive a release
// that does not start.
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ReleasePlace } from './releasePlace.ts';
import { startRelease } from './startRelease.ts';
import { startVariables } from './trial.ts';

// Node 20 opens the inspector on this signal, unless somebody else wants it; a release closes all the other ways itself.
process.on('SIGUSR1', () => {});
const root = process.env[startVariables.root] ?? dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line: string): void => void process.stderr.write(`homebound-start: ${line}\n`);
try {
  const { counter, version, entry, isTrial } = await startRelease(new ReleasePlace(root), say);
  say(`release ${counter} (${version})${isTrial ? ', on trial' : ''}`);
  const variables = {
    [startVariables.root]: root,
    [startVariables.counter]: String(counter),
    [startVariables.trial]: isTrial ? '1' : '0',
  };
  const [first, file = ''] = process.argv.slice(2);
  if (first === '--choose')
    writeFileSync(
      file,
      Object.entries(variables)
        .map((pair) => `${pair.join('=')}\n`)
        .join(''),
    );
  else {
    Object.assign(process.env, variables);
    process.argv[1] = entry;
    await import(pathToFileURL(entry).href);
  }
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
