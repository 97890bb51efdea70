import { lanAddress } from './lanAddress.ts';

const own = ['192.168.7.9', 'fd00::2'];

test('without --lan there is none; an address of this machine in a home network is taken', () => {
  expect(lanAddress(undefined, own)).toBeUndefined();
  expect(lanAddress(false, own)).toBeUndefined();
  expect(lanAddress('192.168.7.9', own)).toBe('192.168.7.9');
  expect(lanAddress('fd00::2', own)).toBe('fd00::2');
});

test.each([
  [true, own, /--lan needs the address to be seen at: this machine has 192\.168\.7\.9, fd00::2$/],
  [true, [], /this machine has none now/],
  ['homebound.local', own, /not an IP address/],
  ['0.0.0.0', ['0.0.0.0'], /not an address of a home's network/],
  ['203.0.113.5', ['203.0.113.5'], /never put on the internet/],
  ['192.168.7.10', own, /this machine has no such address/],
] as const)('--lan %s with %j is refused', (lan, addresses, reason) => {
  expect(() => lanAddress(lan, addresses)).toThrow(reason);
});
