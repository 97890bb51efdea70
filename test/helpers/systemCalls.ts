import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './homebound.ts';

/** One call that a process of the tree asked the system for, as strace writes it. */
export interface SystemCall {
  readonly name: string;
  /** Its arguments and what came back. */
  readonly text: string;
}

/** The calls that open a way out, send on one, or open a door for others. */
const NETWORK = 'socket,connect,sendto,sendmsg,sendmmsg,bind';
/** The machine itself: nothing leaves it. */
const LOOPBACK = /inet_addr\("127\.|"::1"|"::ffff:127\./;
/** Questions for names: on the way to a resolver of this machine too, which asks on. */
const NAME_PORTS = /htons\((53|853|5353|5355)\)/;

/** Services of the machine that ask the network for whoever asks them: name caches, resolvers, the message bus. */
const GO_BETWEENS = /sun_path="[^"]*(nscd|resolve|avahi|dbus|NetworkManager)/;
/** Families of sockets that are looked at by their addresses; any other (raw frames, Bluetooth, virtual machines) is a way out by itself. */
const KNOWN_FAMILY = /AF_(UNIX|LOCAL|INET6?|NETLINK|UNSPEC)\b/;

/** Whether calls can be watched here: on Linux, where strace is installed and may be used. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', 'true']).status === 0;
}

/** Whether a network of its own, with the loopback device alone, can be had without asking anybody. */
export function canIsolate(): boolean {
  return spawnSync('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
}

export interface Traced {
  readonly child: ChildProcess;
  /** What was asked for; when it has ended. */
  readonly calls: () => SystemCall[];
  /** Ends the traced process, and strace with it, which itself listens to no signal. */
  readonly end: () => void;
}

/** A network of its own, for a command that follows: nothing in it but the loopback device. */
export const onItsOwn = ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"'];

export interface TraceOptions {
  /** Calls that are watched; those of the network when absent. */
  readonly which?: string;
  /** A command that the watched one is run by, such as `onItsOwn`. */
  readonly within?: readonly string[];
}

/** Runs node with all its children and threads watched. */
export function trace(args: readonly string[], { which = NETWORK, within = [] }: TraceOptions = {}): Traced {
  const file = join(temporaryFolder(), 'calls');
  const watch = ['-f', '-qq', '--seccomp-bpf', '-s', '256', '-e', `trace=${which}`, '-e', 'signal=none', '-o', file];
  const [program, ...rest] = [...within, 'strace', ...watch, process.execPath, ...args];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = (): void => {
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
    for (const pid of children.split(' ').filter(Boolean)) process.kill(Number(pid), 'SIGINT');
  };
  return { child, end, calls: () => parse(readFileSync(file, 'utf8')) };
}

/** Attempts to reach anything beyond this machine, or to ask for a name, whether or not anything came of them. */
export function outbound(calls: readonly SystemCall[]): string[] {
  return calls.flatMap(({ name, text }) => {
    if (name === 'socket') return /AF_[A-Z]/.test(text) && !KNOWN_FAMILY.test(text) ? [`${name}(${text}`] : [];
    if (name === 'bind') return [];
    if (GO_BETWEENS.test(text)) return [`${name}(${text}`];
    if (!text.includes('sa_family=AF_INET')) return [];
    return !LOOPBACK.test(text) || NAME_PORTS.test(text) ? [`${name}(${text}`] : [];
  });
}

/** Doors opened for others than this machine. */
export function openDoors(calls: readonly SystemCall[]): string[] {
  return calls.flatMap(({ name, text }) =>
    name === 'bind' && text.includes('sa_family=AF_INET') && !LOOPBACK.test(text) ? [text] : [],
  );
}

function parse(text: string): SystemCall[] {
  return text.split('\n').flatMap((line) => {
    const [, name, rest] = /^\d+\s+(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, text: rest }];
  });
}
