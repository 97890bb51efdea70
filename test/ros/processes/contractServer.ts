import { createRosGraph } from '@homebound/ros';
import { serverNode } from '../contractNodes.ts';

(await createRosGraph()).add(serverNode);
