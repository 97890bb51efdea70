import { readFileSync } from 'node:fs';
import { CliError } from '../errors.ts';

/**
 * The number of a user of this machine; without a name that of this process. Read from the file, as the service users of a robot are in
 * it: asking the name service could ask the network.
 */
export function userId(name: string | undefined, passwd = '/etc/passwd'): number {
  if (name === undefined) return process.getuid?.() ?? 0;
  if (/^\d+$/.test(name)) return Number(name);
  const line = readFileSync(passwd, 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${name}:`));
  const uid = Number(line?.split(':')[2] ?? Number.NaN);
  if (!Number.isInteger(uid))
    throw new CliError(`There is no user ${name} on this machine; name one, or give its number`);
  return uid;
}
