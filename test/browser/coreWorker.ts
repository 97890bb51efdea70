// Runs in a browser's Web Worker: the simulator and the whole stack clean a home; the answer is how it ended.
import { SimulatedHome } from '@homebound/cli';
import { initPhysics, readSdf } from '@homebound/sim';

addEventListener('message', async (event: MessageEvent<{ sdf: string; seed: number; maxTime_s: number }>) => {
  const { sdf, seed, maxTime_s } = event.data;
  await initPhysics();
  const home = new SimulatedHome({ world: readSdf(sdf), seed });
  home.startJob();
  while (!home.isOver && home.graph.now_s() < maxTime_s) home.graph.runFor(20);
  postMessage({ finished: home.finished, simulated_s: home.graph.now_s(), hash: home.hash() });
});
