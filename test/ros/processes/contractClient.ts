import { createRosGraph } from '@homebound/ros';
import { clientNode } from '../contractNodes.ts';

const graph = await createRosGraph();
graph.add(
  clientNode((seen) => {
    console.log(JSON.stringify(seen));
    graph.shutdown();
  }),
);
