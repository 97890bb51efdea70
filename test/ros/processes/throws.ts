import { qos } from '@homebound/graph';
import { homebound_interfaces as hb, std_msgs, std_srvs } from '@homebound/messages';
import { createRosGraph } from '@homebound/ros';

/**
 * A process in which every kind of callback throws, again and again, and promises are forgotten. It says once a second
 * which kinds have thrown; with LOST an exception comes from outside of all callbacks.
 */
const kinds = new Set<string>();
const boom = (kind: string): never => {
  kinds.add(kind);
  throw new Error(`${kind} throws on purpose`);
};
const graph = await createRosGraph({ onFault: ({ where }) => void kinds.add(`fault: ${where}`) });

graph.add({
  name: 'server',
  parameters: {},
  latency_s: 0,
  start(node) {
    node.service(std_srvs.Trigger, 'ask', () => boom('service'));
    node.actionServer(hb.Drive, 'drive', {
      accept: ({ mode }) => (mode === 'refuse' ? boom('accept') : true),
      execute: ({ goal }) => (goal.mode === 'throw' ? boom('execute') : undefined),
      cancel: () => boom('cancel'),
    });
    return () => boom('cleanup');
  },
});
graph.add({
  name: 'client',
  parameters: {},
  latency_s: 0,
  start(node) {
    const out = node.publisher(std_msgs.Int32, 'x');
    node.subscribe(std_msgs.Int32, 'x', qos.reliable, () => boom('subscription'));
    node.subscribe(std_msgs.Int32, 'x', qos.reliable, (async () => boom('rejection')) as () => void);
    const ask = node.client(std_srvs.Trigger, 'ask');
    const drive = node.actionClient(hb.Drive, 'drive');
    node.timer(0.3, () => {
      out.publish({ data: 1 });
      ask.call({}, () => boom('answer'), 0.2);
      for (const mode of ['refuse', 'throw']) drive.send({ mode }, () => boom('end'));
      const waits = drive.send({ mode: 'wait' }, () => {});
      setTimeout(() => waits.cancel(), 100);
      void Promise.reject(new Error('a forgotten promise')); // nobody waits for it
      boom('timer');
    });
    return undefined;
  },
});
graph.add({ name: 'broken', parameters: {}, latency_s: 0, start: () => boom('start') });

setInterval(() => console.log(JSON.stringify({ kinds: [...kinds].sort() })), 500);
if (process.env.LOST) setTimeout(() => boom('lost'), 1000);
