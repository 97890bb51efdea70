import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EnclaveRights, policyXml } from '@homebound/ros';
import { canHaveHosts } from './twoHosts.ts';

/** Why tests with keys can't run here, for people; false when they can. */
export function whyNoKeys(): string | false {
  if (!canHaveHosts()) return 'no network namespaces here';
  if (spawnSync('ros2', ['security', '--help']).status !== 0) return '`ros2 security` is not installed';
  const folders = (process.env.LD_LIBRARY_PATH ?? '').split(':');
  const isThere = folders.some((folder) => existsSync(join(folder, 'libdds_security_auth.so')));
  return isThere ? false : 'Cyclone DDS has no security plugins in LD_LIBRARY_PATH';
}

/** Makes a keystore with the `ros2 security` command, as a person does: an authority, and keys and permissions of each enclave. */
export function makeKeystore(folder: string, enclaves: readonly EnclaveRights[]): void {
  keystoreBy(folder, policyXml(enclaves));
}

/** The same, by a policy that is there already. */
export function keystoreBy(folder: string, policyText: string): void {
  const security = (...args: string[]): void => {
    execFileSync('ros2', ['security', ...args], { stdio: 'pipe' });
  };
  const policy = join(folder, 'policy.xml');
  if (!existsSync(join(folder, 'enclaves'))) security('create_keystore', folder);
  writeFileSync(policy, policyText);
  for (const [, path] of policyText.matchAll(/<enclave path="([^"]+)"/g)) {
    security('create_enclave', folder, path);
    security('create_permission', folder, path, policy);
    // The command leaves the key for everybody to read.
    chmodSync(join(folder, 'enclaves', path, 'key.pem'), 0o600);
  }
}

/** What a process needs to go over the network with these keys. */
export const withKeys = (keystore: string): Record<string, string | undefined> => ({
  HOMEBOUND_ROS_REACH: 'network',
  ROS_SECURITY_ENABLE: 'true',
  ROS_SECURITY_STRATEGY: 'Enforce',
  ROS_SECURITY_KEYSTORE: keystore,
  CYCLONEDDS_URI: undefined,
  ROS_AUTOMATIC_DISCOVERY_RANGE: 'SUBNET',
});
