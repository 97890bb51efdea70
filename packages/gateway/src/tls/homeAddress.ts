import { BlockList, isIP } from 'node:net';
import { homeNetworks } from './authority.ts';

const home = new BlockList();
for (const network of homeNetworks) {
  const [address, bits] = network.split('/');
  home.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether an address is one of a home's network or of the machine itself: what the robot's authority may speak for. */
export function isHomeAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && home.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
