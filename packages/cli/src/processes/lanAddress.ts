import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isHomeAddress } from '@homebound/gateway';
import { CliError } from '../errors.ts';

/** The addresses under which this machine stands in networks of the home. Link-local IPv6 is none: a browser can't name its interface. */
export function homeAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ address, internal }) => !internal && isHomeAddress(address) && !address.startsWith('fe80:'))
    .map(({ address }) => address);
}

/**
 * The address that `--lan` means; undefined without it. There is no default: which of its networks a robot is to be seen in, a person
 * decides. One that is no home's is refused, as the robot's certificates do not hold for it.
 */
export function lanAddress(
  lan: string | boolean | undefined,
  own: readonly string[] = homeAddresses(),
): string | undefined {
  if (lan === undefined || lan === false) return undefined;
  const choice = own.length === 0 ? 'this machine has none now' : `this machine has ${own.join(', ')}`;
  if (lan === true) throw new CliError(`--lan needs the address to be seen at: ${choice}`);
  if (isIP(lan) === 0) throw new CliError(`--lan ${lan}: not an IP address; ${choice}`);
  if (!isHomeAddress(lan))
    throw new CliError(
      `--lan ${lan}: not an address of a home's network (10/8, 172.16/12, 192.168/16, fd00::/8 …); the robot is never put on the internet; ${choice}`,
    );
  if (!own.includes(lan)) throw new CliError(`--lan ${lan}: this machine has no such address; ${choice}`);
  return lan;
}
