import { createHmac } from 'node:crypto';
import type { Env, PrivacyFacts } from './privacyFacts.ts';
import { enclaveRefusal } from './privacyKeys.ts';

export type GraphPrivacy =
  | {
      readonly ok: true;
      /** `host`: nothing beyond this machine. `network`: beyond it, every participant known and every message encrypted. */
      readonly reach: 'host' | 'network';
      readonly rmw: string;
      /** What to set, or with undefined to unset, before ROS starts. */
      readonly changes: Env;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

type Profile = (env: Env, facts: PrivacyFacts) => Env;

/**
 * How far a ROS graph reaches. `HOMEBOUND_ROS_REACH` says it: `host`, the default, or `network`, which is refused without
 * SROS 2 keys that are enforced. Under `host` the middleware itself is kept to loopback: the discovery variables of ROS
 * alone are undone by any host that names this one as its static peer.
 */
export function graphPrivacy(env: Env, facts: PrivacyFacts): GraphPrivacy {
  const reach = env.HOMEBOUND_ROS_REACH || 'host';
  if (reach !== 'host' && reach !== 'network')
    return refused(`HOMEBOUND_ROS_REACH is ${JSON.stringify(reach)}: set it to host (the default) or network`);
  const rmw = env.RMW_IMPLEMENTATION || defaultRmw(facts.installedRmws);
  if (rmw === undefined)
    return refused('None of the middlewares that can be kept private is installed: install rmw_cyclonedds_cpp');
  const profile = profiles[rmw];
  if (profile === undefined)
    return refused(
      `${rmw}: ${unknown[rmw] ?? 'Homebound does not know how to keep it to this machine'}; set RMW_IMPLEMENTATION to ${Object.keys(profiles).join(' or ')}`,
    );
  if (reach === 'network') {
    const reason = enclaveRefusal(env, facts);
    return reason === undefined
      ? { ok: true, reach, rmw, changes: { RMW_IMPLEMENTATION: rmw }, warnings: [] }
      : refused(reason);
  }
  if (facts.bootId === undefined)
    return refused(
      'This system has no /proc/sys/kernel/random/boot_id, which tells this machine from others: the graph cannot be kept to it',
    );
  const changes = { RMW_IMPLEMENTATION: rmw, ...profile(env, facts) };
  return { ok: true, reach, rmw, changes, warnings: setAside(env, changes) };
}

const refused = (reason: string): GraphPrivacy => ({ ok: false, reason });

/** ROS's own default, where it is installed. */
function defaultRmw(installed: readonly string[]): string | undefined {
  return ['rmw_fastrtps_cpp', 'rmw_cyclonedds_cpp'].find((rmw) => installed.includes(rmw));
}

/** Why a middleware that is known will not do. */
const unknown: Readonly<Record<string, string>> = {
  rmw_zenoh_cpp: 'its router decides what leaves this machine, a process of its own that listens on every network',
};

const profiles: Readonly<Record<string, Profile>> = {
  rmw_cyclonedds_cpp: cyclone,
  rmw_fastrtps_cpp: fast,
  rmw_fastrtps_dynamic_cpp: fast,
};

/**
 * Cyclone DDS on loopback alone, in a domain whose tag nobody else can know. The interface keeps all that it sends on this
 * machine, but it listens on every address: without the tag, a host on the network that never hears an answer can still
 * announce a writer of /cmd_vel, and write it. Both are seen in test/ros/dds.test.ts.
 */
function cyclone(env: Env, { bootId }: PrivacyFacts): Env {
  const uri = [
    '<CycloneDDS><Domain>',
    '<General><Interfaces><NetworkInterface name="lo"/></Interfaces><AllowMulticast>false</AllowMulticast></General>',
    '<Discovery><ParticipantIndex>auto</ParticipantIndex><MaxAutoParticipantIndex>100</MaxAutoParticipantIndex>',
    `<Peers><Peer address="127.0.0.1"/></Peers><Tag>${domainTag(bootId!)}</Tag></Discovery>`,
    '</Domain></CycloneDDS>',
  ].join('');
  return { CYCLONEDDS_URI: uri, ...discovery(env, 'LOCALHOST') };
}

/**
 * Fast DDS over shared memory alone: it opens no socket. ROS's own range LOCALHOST must not be used for it: rmw_fastrtps
 * then adds a UDP transport on every address, whatever the profile says. On Humble it is the other way round.
 */
function fast(env: Env): Env {
  return {
    FASTDDS_BUILTIN_TRANSPORTS: 'SHM',
    FASTRTPS_DEFAULT_PROFILES_FILE: undefined,
    FASTDDS_DEFAULT_PROFILES_FILE: undefined,
    SKIP_DEFAULT_XML_FILE: '1', // or a file in the working folder counts
    ROS_DISCOVERY_SERVER: undefined,
    ...discovery(env, 'SYSTEM_DEFAULT'),
  };
}

/** Humble knows only the older variable, which later distributions take for LOCALHOST and warn of. */
function discovery(env: Env, range: 'LOCALHOST' | 'SYSTEM_DEFAULT'): Env {
  const isHumble = env.ROS_DISTRO === 'humble';
  return {
    ROS_AUTOMATIC_DISCOVERY_RANGE: range,
    ROS_LOCALHOST_ONLY: isHumble ? '1' : undefined,
    ROS_STATIC_PEERS: undefined,
  };
}

/** The same for every process of this boot of this machine, whoever runs it; from outside it takes 2^127 guesses. */
function domainTag(bootId: string): string {
  return createHmac('sha256', bootId).update('homebound: the ROS graph of this machine').digest('hex').slice(0, 32);
}

/** Says what of the person's own settings does not hold here. */
function setAside(env: Env, changes: Env): string[] {
  const meant = [
    'CYCLONEDDS_URI',
    'ROS_STATIC_PEERS',
    'FASTRTPS_DEFAULT_PROFILES_FILE',
    'FASTDDS_DEFAULT_PROFILES_FILE',
    'ROS_DISCOVERY_SERVER',
  ];
  const gone = meant.filter((name) => env[name] && name in changes && env[name] !== changes[name]);
  if (gone.length === 0) return [];
  return [
    `${gone.join(' and ')} ${gone.length > 1 ? 'are' : 'is'} set aside: this graph is kept to this machine (beyond it: HOMEBOUND_ROS_REACH=network, with SROS 2 keys)`,
  ];
}

/** The changes as lines for a POSIX shell, so that the person's own tools on this machine see the graph. */
export function shellLines(changes: Env): string[] {
  return Object.entries(changes).map(([name, value]) =>
    value === undefined ? `unset ${name}` : `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
  );
}
