import { addThinking } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { createRosGraph } from '@homebound/ros';

/** The thinking nodes in one process, on the body's time. */
const graph = await createRosGraph({ argv: [...process.argv, '--ros-args', '-p', 'use_sim_time:=true'] });
addThinking(graph, defaultGeometry);
