import { Faults } from './faults.ts';
import type { RclNode } from './rcl.ts';
import { tend } from './tend.ts';

/** A node whose methods are read-only on its class, as those of the native one are. */
function nodeWith(execute: () => void) {
  const trace: string[] = [];
  const methods = {
    execute,
    syncHandles: () => void trace.push('waits for its thread'),
    stop: () => void trace.push('joins its thread'),
    spin: () => void trace.push('spins'),
    createGuardCondition: () => ({ trigger: () => void trace.push('woken') }),
  };
  return { node: Object.create(Object.freeze(methods)) as RclNode, trace };
}

test('the thread is woken before anybody waits for it', () => {
  const { node, trace } = nodeWith(() => {});
  tend(node, new Faults('slam', () => {}));
  node.syncHandles();
  node.stop();
  expect(trace).toEqual(['spins', 'woken', 'waits for its thread', 'woken', 'joins its thread']);
});

test('what is thrown while messages are handed out is a fault and goes no further', () => {
  const faults: string[] = [];
  const { node } = nodeWith(() => {
    throw new Error('Failed to serialize ROS message');
  });
  tend(node, new Faults('slam', ({ where, error }) => faults.push(`${where}: ${error}`)));
  expect(() => node.execute([])).not.toThrow();
  expect(faults).toEqual(['rclnodejs: Error: Failed to serialize ROS message']);
});
