import type { Graph, NodeDefinition, NodeFault, ParameterSchema, ParameterValues, TimeControl } from '@homebound/graph';
import { chooseTime } from './chooseTime.ts';
import { defaultsFor, rosDefaults } from './distro.ts';
import { Faults, worthSaying } from './faults.ts';
import { GivenParameters } from './givenParameters.ts';
import { installedDefinitions } from './installed.ts';
import type { InterfaceParts } from './interfaceClasses.ts';
import { loadRcl } from './loadRcl.ts';
import { ManagedNode } from './managedNode.ts';
import { type ClockOwner, OwnedClock } from './ownedClock.ts';
import { enclaveOf } from './privacyHost.ts';
import { type PrivateStart, startPrivately } from './privacyStart.ts';
import { guardProcess } from './processGuard.ts';
import type { RclNode } from './rcl.ts';
import { loadStructs } from './structs.ts';
import { tend } from './tend.ts';
import type { GraphTime } from './time.ts';
import { WireTypes } from './wireTypes.ts';

export interface RosGraphOptions {
  /** For `--ros-args`: parameters, remappings, log levels. Default: the process's own. */
  readonly argv?: readonly string[];
  /** Prefix of all names, e.g. `robot1`. Default none. */
  readonly namespace?: string;
  /** Makes this process the owner of `/clock`, unless it is told `use_sim_time`: then somebody else is. Default: as every ROS node. */
  readonly clock?: ClockOwner;
  /**
   * Configures and activates each node by itself, unless the command line or a parameter file gives it another `autostart`. Default
   * true; false leaves it to `ros2 lifecycle` or a manager.
   */
  readonly autostart?: boolean;
  /** Stops the nodes on SIGINT and SIGTERM, and guards the process against what nobody catches. Default true. */
  readonly handleSignals?: boolean;
  readonly onFault?: (fault: NodeFault) => void;
  /** SROS 2 enclave of this process where `--ros-args --enclave` names none, e.g. `/homebound/mind`. */
  readonly enclave?: string;
  /** rclnodejs and what goes with it, for tests of this room. */
  readonly parts?: InterfaceParts;
}

/**
 * A real ROS 2 graph. Each node becomes a managed (lifecycle) node: `start` is its activation, the function that it
 * returns its deactivation. ROS stays on the main thread. Throws Error when ROS 2 or rclnodejs is not there.
 */
export async function createRosGraph(options: RosGraphOptions = {}): Promise<RosGraph> {
  const argv = [...(options.argv ?? process.argv)];
  if (options.enclave && enclaveOf(argv) === undefined) argv.push('--ros-args', '--enclave', options.enclave);
  const start = options.parts ? undefined : startPrivately(process.env, argv);
  const parts = options.parts ?? (await loadParts());
  await parts.rcl.init(undefined, argv);
  parts.rcl.removeSignalHandlers();
  return new RosGraph(parts, options, start);
}

async function loadParts(): Promise<InterfaceParts> {
  const rcl = await loadRcl();
  return { rcl, structs: await loadStructs(), wire: new WireTypes(installedDefinitions()) };
}

export class RosGraph implements Graph {
  private readonly parts: InterfaceParts;
  private readonly options: RosGraphOptions;
  private readonly nodes: ManagedNode<ParameterSchema>[] = [];
  private readonly names = new Set<string>();
  /** Nodes that wait for a manager. */
  private readonly waiting = new Set<string>();
  private readonly unguard: () => void;
  /** Resolves when the process has left the ROS graph after `shutdown`. */
  readonly closed: Promise<void>;
  private resolveClosed: () => void = () => {};
  /** Faults of no node in particular. */
  private readonly faults: Faults;
  private time: GraphTime | undefined;
  private isShutDown = false;
  private readonly start: PrivateStart | undefined;
  private readonly given: GivenParameters;

  constructor(parts: InterfaceParts, options: RosGraphOptions, start?: PrivateStart) {
    this.start = start;
    this.parts = parts;
    this.faults = new Faults('process', (fault) => this.report(this.nodes[0]?.rclNode, fault));
    this.options = options;
    this.given = new GivenParameters(options.argv ?? process.argv);
    this.closed = new Promise((resolve) => {
      this.resolveClosed = resolve;
    });
    const guard = {
      shutdown: () => this.shutdown(),
      report: (where: string, error: unknown) => this.faults.report(where, error),
    };
    this.unguard = (options.handleSignals ?? true) ? guardProcess(guard) : () => {};
  }

  /** The graph's time; before the first node is added, the system's. */
  now_s(): number {
    return this.time?.now_s() ?? Date.now() / 1000;
  }

  /** How far the graph reaches: this machine, or a network, to holders of keys. Undefined in tests of this room. */
  get reach(): 'host' | 'network' | undefined {
    return this.start?.reach;
  }

  /** Of a process that makes the time, from its first node on. */
  get timeControl(): TimeControl | undefined {
    return this.time instanceof OwnedClock ? this.time : undefined;
  }

  add<P extends ParameterSchema>(
    definition: NodeDefinition<P>,
    overrides: Partial<ParameterValues<P>> = {} as Partial<ParameterValues<P>>,
  ): void {
    if (this.isShutDown) throw new Error(`Cannot add ${definition.name}: the graph is shut down`);
    if (this.names.has(definition.name))
      throw new Error(`Cannot add node ${definition.name}: the graph has one of that name`);
    const rclNode = this.parts.rcl.createLifecycleNode(definition.name, this.options.namespace ?? '', undefined, {
      enableLoggerService: true,
    });
    if (this.nodes.length === 0) this.checkPrivacy(rclNode);
    const faults = new Faults(definition.name, (fault) => this.report(rclNode, fault));
    let node: ManagedNode<P>;
    let autostart: boolean;
    try {
      const defaults = defaultsFor(definition.parameters, rosDefaults(process.env.ROS_DISTRO));
      const given = this.given.of(rclNode.getFullyQualifiedName());
      autostart = this.startsItself(definition.name, given.get('autostart'));
      node = new ManagedNode(this.parts, rclNode, definition, { ...defaults, ...overrides }, given, faults);
    } catch (error) {
      rclNode.destroy(); // its parameters are wrong: nobody shall see it
      throw error;
    }
    this.names.add(definition.name);
    this.nodes.push(node as unknown as ManagedNode<ParameterSchema>);
    this.time ??= this.chooseTime(rclNode, faults);
    if (!autostart) this.waiting.add(definition.name);
    node.manage(this.time, autostart);
    tend(rclNode, faults);
  }

  /** Whether a node of this graph waits for a manager to configure and activate it. */
  isManaged(name: string): boolean {
    return this.waiting.has(name);
  }

  private startsItself(name: string, given: unknown = this.options.autostart ?? true): boolean {
    if (typeof given !== 'boolean')
      throw new Error(`${name}.autostart must be true or false, got ${JSON.stringify(given)}`);
    return given;
  }

  /** The middleware is up with the first node, and not earlier. */
  private checkPrivacy(first: RclNode): void {
    if (this.start === undefined) return;
    try {
      this.start.check();
    } catch (error) {
      this.shutdown();
      throw error;
    }
    first.getLogger().info(this.start.words);
  }

  /** Not inside the callback of an entity that this takes down. */
  private startAnew(): void {
    setImmediate(() => {
      if (!this.isShutDown) for (const node of this.nodes) node.restart();
    });
  }

  private chooseTime(first: RclNode, faults: Faults): GraphTime {
    return chooseTime(first, {
      rcl: this.parts.rcl,
      clocks: () => this.nodes.map(({ rclNode }) => rclNode.getClock()),
      faults,
      owner: this.options.clock,
      onRestart: () => this.startAnew(),
      onRefused: () => {
        process.exitCode = 1;
        // Nodes are still being added.
        setImmediate(() => this.shutdown());
      },
    });
  }

  private report(node: RclNode | undefined, fault: NodeFault): void {
    this.options.onFault?.(fault);
    if (!worthSaying(fault.count)) return;
    const { where, error, count } = fault;
    const text = `${where}: ${error} (fault ${count})${stackOf(error)}`;
    if (node) node.getLogger().error(text);
    else console.error(text);
  }

  /** Stops the nodes, last added first. The process leaves the ROS graph a moment later, see `closed`. */
  shutdown(): void {
    if (this.isShutDown) return;
    this.isShutDown = true;
    for (const node of this.nodes.slice().reverse()) node.deactivate();
    this.time?.close();
    // The results of goals that were aborted just now still have to go out.
    setTimeout(() => {
      // Not before: Ctrl-C reaches a launched process twice, and the second must not kill what the first is ending.
      this.unguard();
      if (!this.parts.rcl.isShutdown()) this.parts.rcl.shutdown();
      this.resolveClosed();
    }, LEAVE_AFTER_ms);
  }
}

const LEAVE_AFTER_ms = 100;

/** Where an error came from, on lines of its own. */
function stackOf(error: unknown): string {
  const at = error instanceof Error ? (error.stack?.indexOf('\n    at ') ?? -1) : -1;
  return at < 0 ? '' : (error as Error).stack!.slice(at);
}
