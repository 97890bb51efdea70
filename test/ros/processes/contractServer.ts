import { createRosGraph } from '@homebound/ros';
import { serverNode } from '../contractNodes.ts';

const graph = await createRosGraph({ autostart: process.env.AUTOSTART !== 'false' });
graph.add(serverNode);
