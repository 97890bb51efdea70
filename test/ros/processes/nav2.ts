import { coverageNode, followPathNode, navigateNode } from '@homebound/nodes';
import { createRosGraph } from '@homebound/ros';

/** Nav2's names beside the mind, on the body's time. */
const graph = await createRosGraph({ argv: [...process.argv, '--ros-args', '-p', 'use_sim_time:=true'] });
graph.add(coverageNode);
graph.add(followPathNode);
graph.add(navigateNode);
