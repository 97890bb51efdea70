import { type Adapted, adaptTo, type MessageType } from '@homebound/messages';
import type { InstalledDefinitions } from './installed.ts';

/**
 * The types that a graph sends and reads: ours, in the bytes of the definitions that the sourced ROS 2 has. Where both are
 * the same, that is our own codec.
 */
export class WireTypes {
  private readonly installed: InstalledDefinitions;
  private readonly adapted = new Map<string, Adapted<unknown>>();
  private readonly warned = new Set<string>();

  constructor(installed: InstalledDefinitions) {
    this.installed = installed;
  }

  /**
   * For what a node tells (topics, answers, results, feedback): fields that the installed definition lacks are left out,
   * and named in a warning, once.
   */
  told<T>(type: MessageType<T>, warn: (text: string) => void): MessageType<T> {
    const { type: wire, isSame, missing, unknown } = this.adapt(type);
    if (isSame || this.warned.has(type.name)) return wire;
    this.warned.add(type.name);
    const lost = missing.length > 0 ? `without ${missing.join(', ')}` : 'with all our fields';
    const added = unknown.length > 0 ? `, and with the defaults of ${unknown.join(', ')}` : '';
    warn(`${type.name} is installed in another version: it is sent ${lost}${added}`);
    return wire;
  }

  /**
   * For what a node reads, and for what it asks of others: every field of ours is needed. Throws Error that names those
   * that the installed definition lacks.
   */
  whole<T>(type: MessageType<T>): MessageType<T> {
    const { type: wire, missing } = this.adapt(type);
    if (missing.length > 0)
      throw new Error(`The installed ${type.name} lacks ${missing.join(', ')}, which we need: ${remedy(type.name)}`);
    return wire;
  }

  private adapt<T>(type: MessageType<T>): Adapted<T> {
    const known = this.adapted.get(type.name);
    if (known) return known as Adapted<T>;
    const definition = this.installed(type.name);
    if (definition === undefined)
      throw new Error(`${type.name} is not installed in the sourced ROS 2: ${remedy(type.name)}`);
    const adapted = adaptTo(type, definition);
    this.adapted.set(type.name, adapted as Adapted<unknown>);
    return adapted;
  }
}

function remedy(type: string): string {
  const ros = type.split('/')[0]!;
  return ros === 'homebound_interfaces'
    ? 'build homebound_interfaces of this version with colcon and source its workspace'
    : `install ros-<distro>-${ros.replaceAll('_', '-')}, or source the workspace that has it`;
}
