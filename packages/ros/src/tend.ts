import type { Faults } from './faults.ts';
import type { RclNode } from './rcl.ts';

/** How long the thread of an idle node may sleep, ms. rclnodejs' own 10 ms wake each node 100 times a second for nothing. */
const IDLE_ms = 1000;

/**
 * Lets a node hear. Its thread sleeps until something comes; when the node makes or destroys an entity, or stops, the thread
 * is woken first: rclnodejs would block the process until the thread's sleep is over.
 *
 * Whatever is thrown while messages are handed out, also inside rclnodejs (bytes that ROS cannot read), becomes a fault: it
 * would abort the process else.
 */
export function tend(node: RclNode, faults: Faults): void {
  const { execute, syncHandles, stop } = node;
  const wake = node.createGuardCondition(() => {});
  const override = <K extends 'execute' | 'syncHandles' | 'stop'>(name: K, value: RclNode[K]): void => {
    Object.defineProperty(node, name, { value }); // the native class's own are read-only
  };
  override('execute', (handles) => faults.run('rclnodejs', () => execute.call(node, handles), undefined));
  override('syncHandles', () => {
    wake.trigger();
    syncHandles.call(node);
  });
  override('stop', () => {
    wake.trigger();
    stop.call(node);
  });
  node.spin(IDLE_ms);
}
