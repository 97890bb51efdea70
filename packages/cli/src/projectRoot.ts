import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from './errors.ts';

/** The project's own folder: above `dist/` when built, above `packages/cli/src` when run from source. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'sim', 'worlds'))) {
    const above = dirname(folder);
    if (above === folder) throw new CliError('The folder sim/worlds of Homebound is missing: clone the project anew.');
    folder = above;
  }
  return folder;
}
