import { isMainThread } from 'node:worker_threads';
import type { Rcl } from './rcl.ts';

/** Whether a ROS 2 is sourced in this shell. Asked before the import, because importing rclnodejs may start a compiler. */
export function rosIsSourced(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return Boolean(env.ROS_DISTRO && env.AMENT_PREFIX_PATH);
}

/**
 * rclnodejs itself. Throws Error that says what to do when ROS 2 is not sourced, the package is not there, or this is a
 * worker thread: there the process would crash as soon as a node hears something.
 */
export async function loadRcl(onMainThread = isMainThread): Promise<Rcl> {
  if (!onMainThread)
    throw new Error('A ROS graph lives on the main thread: move heavy work into workers, not the graph');
  if (!rosIsSourced())
    throw new Error('ROS 2 is not sourced in this shell: run `source /opt/ros/<distro>/setup.bash` first');
  const name = 'rclnodejs'; // a variable, so that neither tsc nor a bundler looks for it
  try {
    return ((await import(name)) as { default: Rcl }).default;
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error('rclnodejs is not installed: with ROS 2 sourced, run `npm install --no-save rclnodejs@2.2.0`', {
      cause,
    });
  }
}
