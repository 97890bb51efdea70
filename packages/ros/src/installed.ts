import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagesIn } from '@homebound/messages';

/** Text of an installed definition with those of the messages in it, or undefined when there is none of that name. */
export type InstalledDefinitions = (fullName: string) => string | undefined;

const parts: Readonly<Record<string, readonly string[]>> = {
  srv: ['Request', 'Response'],
  action: ['Goal', 'Result', 'Feedback'],
};
const separator = '='.repeat(80);

/**
 * The interface definitions of the ROS 2 that is sourced: the fields that its messages have, which another distribution
 * or another version of a package may have differently.
 * @param prefixes   where packages are installed, the overlay first; default `AMENT_PREFIX_PATH`
 */
export function installedDefinitions(
  prefixes: readonly string[] = (process.env.AMENT_PREFIX_PATH ?? '').split(':').filter(Boolean),
): InstalledDefinitions {
  const known = new Map<string, string | undefined>();
  const own = (fullName: string): string | undefined => {
    if (!known.has(fullName)) known.set(fullName, readOwn(prefixes, fullName));
    return known.get(fullName);
  };
  return (fullName) => {
    const text = own(fullName);
    if (text === undefined) return undefined;
    const sections = new Map<string, string>();
    collect(fullName, text, own, sections);
    return [text, ...sections].flat().join('\n');
  };
}

/** Adds the messages that `text` needs, each once, under the header of its section. */
function collect(name: string, text: string, own: InstalledDefinitions, sections: Map<string, string>): void {
  for (const used of messagesIn(name, text)) {
    const header = `${separator}\nMSG: ${used}`;
    if (sections.has(header)) continue;
    const [ros, type] = used.split('/');
    const usedText = own(`${ros}/msg/${type}`);
    if (usedText === undefined) throw new Error(`${name} needs ${used}, which is not installed: source its workspace`);
    sections.set(header, usedText);
    collect(used, usedText, own, sections);
  }
}

/** `nav2_msgs/action/FollowPath_Goal` is the first part of `nav2_msgs/action/FollowPath.action`. */
function readOwn(prefixes: readonly string[], fullName: string): string | undefined {
  const [ros = '', kind = '', name = ''] = fullName.split('/');
  const part = parts[kind]?.findIndex((suffix) => name.endsWith(`_${suffix}`));
  if (part === -1) return undefined;
  const file = part === undefined ? name : name.slice(0, name.lastIndexOf('_'));
  const text = readFirst(prefixes.map((prefix) => join(prefix, 'share', ros, kind, `${file}.${kind}`)));
  return part === undefined ? text : text?.split(/^---[^\n]*$/m)[part];
}

function readFirst(paths: readonly string[]): string | undefined {
  for (const path of paths)
    try {
      return readFileSync(path, 'utf8').replaceAll('\r', '');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  return undefined;
}
