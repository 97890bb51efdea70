import { type Node, type Qos, qos } from '@homebound/graph';
import { tf2_msgs } from '@homebound/messages';
import { TfTree } from './tfTree.ts';

/** Each of several publishers keeps its own last message for who comes late: all of them are wanted. */
const STATIC: Qos = { depth: 100, reliability: 'reliable', durability: 'transientLocal' };

/**
 * The tree of frames of this graph, kept up to date. What makes no sense in it is warned of once.
 * @param onHeard told each message once it is in the tree
 */
export function listenToTf(
  node: Pick<Node, 'subscribe' | 'log'>,
  onHeard: (message: tf2_msgs.TFMessage) => void = () => {},
): TfTree {
  const tree = new TfTree();
  let hasWarned = false;
  const hear = (m: tf2_msgs.TFMessage, isStatic: boolean): void => {
    if (tree.add(m, isStatic) > 0 && !hasWarned) {
      hasWarned = true;
      node.log(
        'warn',
        `${isStatic ? 'tf_static' : 'tf'} holds a transform that is none (its quaternion, or not finite)`,
      );
    }
    onHeard(m);
  };
  node.subscribe(tf2_msgs.TFMessage, 'tf_static', STATIC, (m) => hear(m, true));
  node.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => hear(m, false));
  return tree;
}
