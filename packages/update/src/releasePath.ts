import { limits } from './limits.ts';
import { UpdateError } from './updateError.ts';

/** The signed head of a release, in its own folder. */
export const RELEASE_FILE = 'release.json';

/** Names that mean the same on every file system; none begins with a dot or a dash, so none hides and none is an option. */
const NAME = /^[A-Za-z0-9_@][A-Za-z0-9_@+.-]*(?<!\.)$/;

/**
 * Refuses paths that could come to lie anywhere but in the release's own folder, or over each other: absolute ones, `..`,
 * backslashes, names that differ by case alone, a file that another takes for its folder.
 */
export function requirePaths(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const names = path.split('/');
    if (path.length > limits.path_chars || !names.every((name) => NAME.test(name)))
      throw refused(`${JSON.stringify(path.slice(0, 80))} is no path inside a release`);
    if (path.toLowerCase() === RELEASE_FILE) throw refused(`${path} is the release's own`);
    const key = path.toLowerCase();
    if (seen.has(key)) throw refused(`${path} is there twice`);
    seen.set(key, path);
  }
  for (const key of seen.keys())
    for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1))
      if (seen.has(key.slice(0, at))) throw refused(`${seen.get(key.slice(0, at))} is a file and a folder`);
}

function refused(problem: string): UpdateError {
  return new UpdateError('path', `The update is refused: ${problem}`);
}
