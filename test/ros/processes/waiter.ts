import { homebound_interfaces } from '@homebound/messages';
import { createRosGraph } from '@homebound/ros';

/** Sends a goal that never ends by itself and says how it ended. */
const graph = await createRosGraph();
graph.add({
  name: 'waiter',
  parameters: {},
  latency_s: 0,
  start(node) {
    node.actionClient(homebound_interfaces.Drive, 'drive').send(
      { mode: 'forever' },
      (outcome) => {
        console.log(JSON.stringify({ end: outcome.ok ? outcome.value.status : outcome.error.code }));
        graph.shutdown();
      },
      ({ progress }) => console.log(JSON.stringify({ progress })),
    );
    return undefined;
  },
});
