import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { ownSockets } from './privacyHost.ts';
import { boundSockets, socketFault } from './privacySockets.ts';

const cyclone = 'rmw_cyclonedds_cpp';
const fast = 'rmw_fastrtps_cpp';
const any = { address: '0.0.0.0', port: 7410 };
const loopback = { address: '127.0.0.1', port: 51050 };
const home = { address: '192.168.7.9', port: 47438 };

test.each([
  ['Cyclone DDS, as seen under its profile', cyclone, [any, loopback]],
  ['Fast DDS over shared memory', fast, []],
])('T-DDS: %s keeps to this machine', (_, rmw, sockets) => {
  expect(socketFault(rmw, sockets)).toBeUndefined();
});

test.each([
  [
    'Cyclone DDS that sends from the network, as seen without the profile',
    cyclone,
    [any, home],
    /192\.168\.7\.9:47438/,
  ],
  ['Cyclone DDS that sends from nowhere known', cyclone, [any], /0\.0\.0\.0:7410/],
  ['Fast DDS that listens on all addresses', fast, [any], /0\.0\.0\.0:7410/],
])('T-DDS, planted fault: %s', (_, rmw, sockets, words) => {
  expect(socketFault(rmw, sockets)).toMatch(words);
});

(process.platform === 'linux' ? test : test.skip)(
  'T-DDS: the sockets of this process are seen as they are',
  async () => {
    const [mine, open, six] = [createSocket('udp4'), createSocket('udp4'), createSocket('udp6')];
    for (const [socket, address] of [
      [mine, '127.0.0.1'],
      [open, '0.0.0.0'],
      [six, '::1'],
    ] as const) {
      socket.bind(0, address);
      await once(socket, 'listening');
    }
    const seen = ownSockets();
    for (const socket of [mine, open, six])
      expect(seen).toContainEqual({ address: socket.address().address, port: socket.address().port });
    for (const socket of [mine, open, six]) socket.close();
  },
);

test("a line of the kernel's table", () => {
  const table = [
    '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
    '  501: 0907A8C0:B94E 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4242 2 0000000000000000 0',
    '  502: 00000000:0044 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4243 2 0000000000000000 0',
  ].join('\n');
  expect(boundSockets(table, new Set(['4242']))).toEqual([{ address: '192.168.7.9', port: 0xb94e }]);
});
