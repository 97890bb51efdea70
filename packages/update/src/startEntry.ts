// What a robot's units start: `node RELEASES/bin/homebound-start.js COMMAND …` runs that command of the release whose turn it is. Built into
// one file that lies beside the releases and is not replaced by them: it must outlive a release that does not start.
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
  process.env[startVariables.root] = root;
  process.env[startVariables.counter] = String(counter);
  process.env[startVariables.trial] = isTrial ? '1' : '0';
  process.argv[1] = entry;
  await import(pathToFileURL(entry).href);
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
