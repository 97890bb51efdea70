import { type Qos, qos } from './node.ts';

const forever = '{sec: 9223372036, nsec: 854775807}';

/** QoS as rosbag2 writes it into a channel's `offered_qos_profiles`. */
export function qosToYaml({ depth, reliability, durability }: Qos): string {
  return [
    '- history: keep_last',
    `depth: ${depth}`,
    `reliability: ${reliability === 'reliable' ? 'reliable' : 'best_effort'}`,
    `durability: ${durability === 'volatile' ? 'volatile' : 'transient_local'}`,
    `deadline: ${forever}`,
    `lifespan: ${forever}`,
    'liveliness: automatic',
    `liveliness_lease_duration: ${forever}`,
    'avoid_ros_namespace_conventions: false',
  ].join('\n  ');
}

/** The first profile of `offered_qos_profiles`; words since Jazzy, rmw's numbers before. What it does not say is the default. */
export function qosFromYaml(text = ''): Qos {
  const first = text.split(/^- /m)[1] ?? '';
  const value = (key: string): string | undefined => new RegExp(`^\\s*${key}: *(\\S+)`, 'm').exec(first)?.[1];
  const depth = Number(value('depth'));
  const reliability = value('reliability');
  const durability = value('durability');
  return {
    depth: depth > 0 ? depth : qos.reliable.depth,
    reliability: reliability === 'best_effort' || reliability === '2' ? 'bestEffort' : 'reliable',
    durability: durability === 'transient_local' || durability === '1' ? 'transientLocal' : 'volatile',
  };
}
