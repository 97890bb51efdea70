import { coverageNode, mapServerNode, plannerNode } from '@homebound/nodes';
import { createRosGraph } from '@homebound/ros';
import { openMapFolder } from '../../../packages/cli/src/mapFolder.ts';

/** What a ROS engineer takes of us alone: ways on whatever map and tf there are. */
const graph = await createRosGraph();
graph.add(coverageNode);
graph.add(plannerNode);
graph.add(mapServerNode(openMapFolder(process.env.MAP_FOLDER ?? '')));
