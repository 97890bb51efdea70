import { isIPv4 } from 'node:net';
import Bonjour from 'bonjour-service';

/** Where mDNS is spoken (RFC 6762): the one address that this process says anything to without having been asked. */
const GROUP = '224.0.0.251';
/** RFC 6762, 8.1: three questions, a quarter of a second apart. */
const PROBES = 3;
const PROBE_MS = 250;

export interface AnnounceOptions {
  /** Of the robot, e.g. `homebound-k3f9.local`: says nothing of the household. */
  readonly name: string;
  /** The one address that is told; the robot may have others, in networks that it is no business of. */
  readonly address: string;
  readonly port: number;
  /** UDP port, 5353 but in tests. */
  readonly mdnsPort?: number;
  readonly warn: (text: string) => void;
}

export interface Announcement {
  /** Whether the robot can be found by its name; false when another device has it. */
  readonly isUp: boolean;
  /** Takes it back. */
  close(): Promise<void>;
}

interface Packet {
  readonly answers: readonly { readonly name: string; readonly type: string; readonly data: unknown }[];
}

/**
 * Tells the home's network where the robot's page is (mDNS, `_https._tcp`), unless another device answers to its name. The certificate
 * is for this name, so it is not changed then: the robot is reached by its address. IPv4 only.
 */
export async function announce(options: AnnounceOptions): Promise<Announcement> {
  const { name, address, port, mdnsPort, warn } = options;
  if (!isIPv4(address)) return none(warn, `${address} is announced to nobody: mDNS is spoken over IPv4 only`);
  // Bound to the group, the socket gets what is said to all, and nothing that is sent to this machine alone.
  const bind = process.platform === 'linux' ? GROUP : '0.0.0.0';
  const failed = (error: unknown): void => warn(`mDNS: ${String(error)}`);
  const socket = { interface: address, bind, ...(mdnsPort !== undefined && { port: mdnsPort }) };
  const bonjour = new Bonjour(socket as object, failed);
  // The library keeps it to itself, and has no other way to ask for a host's name.
  const { mdns } = (bonjour as unknown as { readonly server: { readonly mdns: Mdns } }).server;
  mdns.on('error', failed);
  mdns.on('warning', failed);
  const close = (): Promise<void> => new Promise((done) => bonjour.unpublishAll(() => bonjour.destroy(() => done())));
  if (await isTaken(mdns, name, address)) {
    await close();
    return none(warn, `another device on the network is called ${name}; the robot is reached by its address alone`);
  }
  publish(bonjour, name, address, port);
  return { isUp: true, close };
}

function none(warn: (text: string) => void, why: string): Announcement {
  warn(why);
  return { isUp: false, close: async () => {} };
}

interface Mdns {
  on(event: 'error' | 'warning' | 'response', tell: (what: never) => void): void;
  removeListener(event: 'response', tell: (packet: Packet) => void): void;
  query(name: string, type: string): void;
}

/** Whether somebody else answers to the name. */
async function isTaken(mdns: Mdns, name: string, address: string): Promise<boolean> {
  let isOther = false;
  const hear = ({ answers }: Packet): void => {
    isOther ||= answers.some(
      (answer) =>
        (answer.type === 'A' || answer.type === 'AAAA') &&
        answer.name.toLowerCase() === name &&
        answer.data !== address,
    );
  };
  mdns.on('response', hear);
  for (let n = 0; n < PROBES && !isOther; n++) {
    mdns.query(name, 'ANY');
    await new Promise((done) => setTimeout(done, PROBE_MS));
  }
  mdns.removeListener('response', hear);
  return isOther;
}

function publish(bonjour: Bonjour, name: string, address: string, port: number): void {
  const label = name.replace(/\.local$/, '');
  // The library asks for the service's name once more before it reads the records, which by itself hold all addresses of the machine.
  const service = bonjour.publish({ name: label, type: 'https', port, host: name, txt: { path: '/' } });
  const all = service.records.bind(service);
  service.records = () => all().filter(({ type, data }) => (type === 'A' ? data === address : type !== 'AAAA'));
}
