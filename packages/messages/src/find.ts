import * as packages from './generated/index.ts';
import type { MessageType, ServiceType } from './types.ts';

const byPackage: Readonly<Record<string, Readonly<Record<string, unknown>>>> = packages;

/** What stands under `package/kind/Name` in the generated packages. */
function find(name: string, kinds: RegExp): unknown {
  const [ros = '', kind = '', type = '', ...rest] = name.split('/');
  if (!kinds.test(kind) || rest.length > 0 || !Object.hasOwn(byPackage, ros)) return undefined;
  const inPackage = byPackage[ros]!;
  // A service that shares its name with a message stands beside it.
  return kind === 'srv' ? (inPackage[`${type}_Service`] ?? inPackage[type]) : inPackage[type];
}

/** The message type of that full name, e.g. `sensor_msgs/msg/LaserScan`, or undefined when there is none. */
export function findMessageType(name: string): MessageType<unknown> | undefined {
  const found = find(name, /^(msg|srv|action)$/) as MessageType<unknown> | undefined;
  return found?.name === name && 'encode' in found ? found : undefined;
}

/** The service type of that full name, e.g. `std_srvs/srv/Trigger`, or undefined when there is none. */
export function findServiceType(name: string): ServiceType<unknown, unknown> | undefined {
  const found = find(name, /^srv$/) as ServiceType<unknown, unknown> | undefined;
  return found?.name === name && 'request' in found ? found : undefined;
}
