import type { NodeDefinition, ParameterSchema, ParameterValues } from '@homebound/graph';
import type { Faults } from './faults.ts';
import type { InterfaceParts } from './interfaceClasses.ts';
import { declareParameters, readParameters } from './parameters.ts';
import type { RclNode } from './rcl.ts';
import { RosNode } from './rosNode.ts';
import type { GraphTime } from './time.ts';

interface Running {
  readonly stop: (() => void) | undefined;
  /** Takes down what the node made. */
  close(): void;
}

/**
 * A node as ROS sees it: a lifecycle node whose activation is the definition's `start`, and whose deactivation calls the
 * function that `start` returned and takes down all that the node made.
 */
export class ManagedNode<P extends ParameterSchema> {
  readonly rclNode: RclNode;
  private readonly parts: InterfaceParts;
  private readonly definition: NodeDefinition<P>;
  private readonly faults: Faults;
  private running: Running | undefined;

  /** Declares the parameters; throws when one is wrong. */
  constructor(
    parts: InterfaceParts,
    rclNode: RclNode,
    definition: NodeDefinition<P>,
    overrides: Partial<ParameterValues<P>>,
    given: ReadonlyMap<string, unknown>,
    faults: Faults,
  ) {
    this.parts = parts;
    this.rclNode = rclNode;
    this.definition = definition;
    this.faults = faults;
    const { name, parameters } = definition;
    declareParameters(parts.rcl, rclNode, name, parameters, overrides, given, () => this.running !== undefined);
  }

  /** Gives the node its time and lets ROS manage it, or starts it itself. */
  manage(time: GraphTime, autostart: boolean): void {
    const { rclNode } = this;
    const { SUCCESS, FAILURE } = this.parts.rcl.lifecycle.CallbackReturnCode;
    const deactivate = (): number => {
      this.stop();
      return SUCCESS;
    };
    rclNode.registerOnActivate(() => (this.start(time) ? SUCCESS : FAILURE));
    rclNode.registerOnDeactivate(deactivate);
    rclNode.registerOnShutdown(deactivate);
    if (autostart)
      time.whenKnown(() => {
        rclNode.configure();
        rclNode.activate();
      });
  }

  deactivate(): void {
    if (this.running) this.rclNode.deactivate();
  }

  /** Stops the node and starts it anew, if it runs and does not outlive time. */
  restart(): void {
    if (!this.running || this.definition.outlivesTime) return;
    this.rclNode.deactivate();
    this.rclNode.activate();
  }

  private start(time: GraphTime): boolean {
    const { parts, rclNode, definition, faults } = this;
    const begin = (): boolean => {
      const parameters = readParameters(rclNode, definition.name, definition.parameters);
      const node = new RosNode<P>(definition.name, parameters, { ...parts, node: rclNode, time, faults });
      try {
        this.running = { stop: definition.start(node), close: () => node.close() };
      } catch (error) {
        node.close();
        throw error;
      }
      return true;
    };
    return faults.run('start', begin, false);
  }

  private stop(): void {
    const { running } = this;
    this.running = undefined;
    if (!running) return;
    this.faults.run('cleanup', () => running.stop?.(), undefined);
    running.close();
  }
}
