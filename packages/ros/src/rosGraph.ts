import type { Graph, NodeDefinition, NodeFault, ParameterSchema, ParameterValues } from '@homebound/graph';
import { Faults, worthSaying } from './faults.ts';
import { ManagedNode } from './managedNode.ts';
import { loadRcl, type Rcl, type RclNode } from './rcl.ts';
import { type ClockOwner, clockTime, type GraphTime, ownedTime, wallTime } from './time.ts';

export interface RosGraphOptions {
  /** For `--ros-args`: parameters, remappings, log levels. Default: the process's own. */
  readonly argv?: readonly string[];
  /** Prefix of all names, e.g. `robot1`. Default none. */
  readonly namespace?: string;
  /** Makes this process the owner of `/clock`. Default: follow the parameter `use_sim_time`, as every ROS node does. */
  readonly clock?: ClockOwner;
  /** Configures and activates each node by itself. Default true; false leaves it to `ros2 lifecycle` or a manager. */
  readonly autostart?: boolean;
  /** Stops the nodes on SIGINT and SIGTERM. Default true. */
  readonly handleSignals?: boolean;
  readonly onFault?: (fault: NodeFault) => void;
  /** rclnodejs, for tests of this room. */
  readonly rcl?: Rcl;
}

/**
 * A real ROS 2 graph. Each node becomes a managed (lifecycle) node: `start` is its activation, the function that it
 * returns its deactivation. ROS stays on the main thread. Throws Error when ROS 2 or rclnodejs is not there.
 */
export async function createRosGraph(options: RosGraphOptions = {}): Promise<RosGraph> {
  const rcl = options.rcl ?? (await loadRcl());
  await rcl.init(undefined, [...(options.argv ?? process.argv)]);
  rcl.removeSignalHandlers();
  return new RosGraph(rcl, options);
}

export class RosGraph implements Graph {
  private readonly rcl: Rcl;
  private readonly options: RosGraphOptions;
  private readonly nodes: ManagedNode<ParameterSchema>[] = [];
  private readonly onSignal = (): void => this.endBySignal();
  /** Resolves when the process has left the ROS graph after `shutdown`. */
  readonly closed: Promise<void>;
  private resolveClosed: () => void = () => {};
  private time: GraphTime | undefined;
  private isShutDown = false;

  constructor(rcl: Rcl, options: RosGraphOptions) {
    this.rcl = rcl;
    this.options = options;
    this.closed = new Promise((resolve) => {
      this.resolveClosed = resolve;
    });
    if (options.handleSignals ?? true) for (const signal of SIGNALS) process.on(signal, this.onSignal);
  }

  /** The graph's time; before the first node is added, the system's. */
  now_s(): number {
    return this.time?.now_s() ?? Date.now() / 1000;
  }

  add<P extends ParameterSchema>(
    definition: NodeDefinition<P>,
    overrides: Partial<ParameterValues<P>> = {} as Partial<ParameterValues<P>>,
  ): void {
    if (this.isShutDown) throw new Error(`Cannot add ${definition.name}: the graph is shut down`);
    const rclNode = this.rcl.createLifecycleNode(definition.name, this.options.namespace ?? '');
    const faults = new Faults(definition.name, (fault) => this.report(rclNode, fault));
    const node = new ManagedNode(this.rcl, rclNode, definition, overrides, faults);
    this.nodes.push(node as unknown as ManagedNode<ParameterSchema>);
    this.time ??= this.chooseTime(rclNode, faults);
    node.manage(this.time, this.options.autostart ?? true);
    rclNode.spin();
  }

  private chooseTime(first: RclNode, faults: Faults): GraphTime {
    const { rcl, nodes } = this;
    const clocks = () => nodes.map(({ rclNode }) => rclNode.getClock());
    if (this.options.clock) return ownedTime(first, this.options.clock, { rcl, clocks });
    if (first.getParameter('use_sim_time').value !== true) return wallTime(first);
    const logger = first.getLogger();
    const onJumpBack = (from_s: number, to_s: number): void => {
      logger.warn(`time jumped back from ${from_s.toFixed(2)} s to ${to_s.toFixed(2)} s: the nodes start anew`);
      // Not inside the callback of a subscription that this takes down.
      setImmediate(() => {
        if (!this.isShutDown) for (const node of nodes) node.restart();
      });
    };
    logger.info('waiting for the first /clock');
    return clockTime(first, { rcl, clocks, faults, onJumpBack });
  }

  private report(node: RclNode, fault: NodeFault): void {
    this.options.onFault?.(fault);
    if (this.options.onFault || !worthSaying(fault.count)) return;
    const what = fault.error instanceof Error ? (fault.error.stack ?? fault.error.message) : String(fault.error);
    node.getLogger().error(`fault ${fault.count} in ${fault.where}: ${what}`);
  }

  /** Stops the nodes, last added first. The process leaves the ROS graph a moment later, see `closed`. */
  shutdown(): void {
    if (this.isShutDown) return;
    this.isShutDown = true;
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
    for (const node of this.nodes.slice().reverse()) node.deactivate();
    this.time?.close();
    // The results of goals that were aborted just now still have to go out.
    setTimeout(() => {
      if (!this.rcl.isShutdown()) this.rcl.shutdown();
      this.resolveClosed();
    }, LEAVE_AFTER_ms);
  }

  private endBySignal(): void {
    this.shutdown();
    // The process ends by itself once nothing is left to do; if something keeps it, it is told to.
    setTimeout(() => process.exit(0), 1000).unref();
  }
}

const LEAVE_AFTER_ms = 100;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
