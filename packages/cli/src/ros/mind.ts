import { addThinking, diagnosticsNode, hazardsNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { RosPart } from './executable.ts';
import { restartFrom } from './restart.ts';

/** All that thinks, and what tells others of the robot in ROS's words. */
export const mind: RosPart = {
  add(graph) {
    const restart = restartFrom();
    addThinking(graph, defaultGeometry, {}, restart?.keeper, restart?.privacy, restart?.checkpoints);
    graph.add(hazardsNode(defaultGeometry));
    graph.add(diagnosticsNode());
  },
};
