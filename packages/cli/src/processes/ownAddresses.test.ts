import { X509Certificate } from 'node:crypto';
import { deviceCertificates, isHomeAddress, memoryStore } from '@homebound/gateway';
import { OwnAddresses } from './ownAddresses.ts';

const OWN = '192.168.7.9';
const others = ['192.168.7.1', '10.0.0.138', 'fd00::1', '127.0.0.1', '8.8.8.8'];

/** Addresses other than its own that a gateway gets a certificate for, which phones with the robot's authority believe. */
function believed(ownOf: (addresses: readonly string[]) => readonly string[]): string[] {
  const store = memoryStore();
  const leafFor = (addresses: readonly string[]): X509Certificate =>
    new X509Certificate(deviceCertificates(store, undefined, ownOf(addresses)).leaf(1_800_000_000).cert);
  expect(leafFor([OWN]).checkIP(OWN)).toBe(OWN);
  return others.filter((address) => leafFor([OWN, address]).checkIP(address) !== undefined);
}

test('T-KEY: a gateway that was taken over gets no certificate for the router or another device of the home', () => {
  const warnings: string[] = [];
  const own = new OwnAddresses((text) => warnings.push(text));
  expect(believed((addresses) => own.of(addresses))).toEqual([]);
  expect(warnings).toHaveLength(4);
  expect(warnings.join()).not.toMatch(/\d/);
});

test('T-KEY, planted fault: a mind that certifies whatever address of a home it is told', () => {
  expect(believed((addresses) => addresses.filter(isHomeAddress))).toEqual(others.slice(0, 4));
});

test('a gateway of this machine alone settles nothing', () => {
  const own = new OwnAddresses(() => {});
  expect([own.of([]), own.of([OWN]), own.of([])]).toEqual([[], [OWN], []]);
});
