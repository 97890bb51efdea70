import type { Node } from '@homebound/graph';

/**
 * What is made of types that a lean ROS 2 may lack; undefined there, said in the log: a throw would end the whole process, all that thinks
 * with it.
 * @param what  is then not published
 */
export function whereInstalled<T>(node: Pick<Node, 'log'>, what: string, make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    node.log('info', `${what} is not published: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
