import { qos } from '@homebound/graph';
import { rosgraph_msgs } from '@homebound/messages';
import { createRosGraph } from '@homebound/ros';

/** Counts what comes on /clock, reliably; says so five times a second, in one line of JSON. */
let clocks = 0;
let last_ms = 0;
const graph = await createRosGraph();
graph.add({
  name: 'clock_ears',
  parameters: {},
  latency_s: 0,
  start(node) {
    node.subscribe(rosgraph_msgs.Clock, '/clock', { ...qos.reliable, depth: 1000 }, () => {
      clocks += 1;
      last_ms = performance.now();
    });
    return undefined;
  },
});
setInterval(() => console.log(JSON.stringify({ clocks, silent_s: (performance.now() - last_ms) / 1000 })), 200);
