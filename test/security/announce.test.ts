import { networkInterfaces } from 'node:os';
import { announce } from '@homebound/gateway';
import Bonjour from 'bonjour-service';

/** An address of this machine's network; the test speaks on a port of its own, so that nobody there takes it for a robot. */
const own = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
const networked = own !== undefined && process.platform === 'linux' ? test : (test.skip as typeof test);
const address = own ?? '';
const port = 15_353;
const name = 'homebound-test.local';

interface Told {
  readonly name: string;
  readonly type: string;
  readonly data: unknown;
}

/** All that a network hears within `duration_ms` when somebody in it asks for pages. */
async function told(duration_ms: number): Promise<Told[]> {
  const socket = { interface: address, bind: '224.0.0.251', port };
  const bonjour = new Bonjour(socket as object);
  const { mdns } = (bonjour as unknown as { server: { mdns: NodeJS.EventEmitter & { query(...q: string[]): void } } })
    .server;
  const all: Told[] = [];
  mdns.on('response', ({ answers, additionals }: { answers: Told[]; additionals: Told[] }) =>
    all.push(...answers, ...additionals),
  );
  mdns.query('_https._tcp.local', 'PTR');
  await new Promise((done) => setTimeout(done, duration_ms));
  await new Promise((done) => bonjour.destroy(done));
  return all;
}

/** What an announcement says of the machine beyond the one address that it serves on. */
async function beyond(begin: () => Promise<{ close(): Promise<void> }>): Promise<unknown[]> {
  const announced = await begin();
  const all = await told(1500);
  await announced.close();
  expect(all).toContainEqual(expect.objectContaining({ type: 'SRV', data: expect.objectContaining({ target: name }) }));
  expect(all).toContainEqual(expect.objectContaining({ name, type: 'A', data: address }));
  return all.filter(({ type, data }) => (type === 'A' || type === 'AAAA') && data !== address);
}

networked(
  'T-EGRESS: the announcement tells one name, one address and the port, and no other address of the machine',
  async () => {
    const warn = (text: string): void => {
      throw new Error(text);
    };
    expect(await beyond(() => announce({ name, address, port: 8443, mdnsPort: port, warn }))).toEqual([]);
  },
);

const others = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter((one) => !one.internal && one.address !== address);
const severalAddresses = others.length > 0 ? networked : (test.skip as typeof test);

severalAddresses('T-EGRESS, planted fault: an announcement of all addresses is seen', async () => {
  const everything = async () => {
    const bonjour = new Bonjour({ interface: address, bind: '224.0.0.251', port } as object);
    bonjour.publish({ name: 'homebound-test', type: 'https', port: 8443, host: name, probe: false });
    return { close: () => new Promise<void>((done) => bonjour.destroy(done)) };
  };
  expect((await beyond(everything)).length).toBeGreaterThan(0);
});

networked(
  'a name that another device answers to is not taken: nothing is announced, and the person is told',
  async () => {
    const first = await announce({ name, address, port: 1, mdnsPort: port, warn: () => {} });
    await told(1500); // by then the first has said who it is
    const warnings: string[] = [];
    // Another address: by it one tells the own name from another's.
    const second = { name, address: '127.0.0.1', port: 2, mdnsPort: port };
    const { isUp } = await announce({ ...second, warn: (text) => warnings.push(text) });
    await first.close();
    expect([isUp, warnings]).toEqual([
      false,
      [expect.stringMatching(/^another device on the network is called homebound-test.local/)],
    ]);
  },
);
