import { viewFeedNode } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import { createRosGraph } from '@homebound/ros';
import type { ViewSink } from '@homebound/wire';

/** The viewer's feed; says once a second, in one line of JSON, what a page would show. */
const seen = { grids: 0, width: 0, height: 0, known: 0, poses: 0, scans: 0, x: 0, y: 0, state: '', stamp_s: 0 };
const sink: ViewSink = {
  grid(layer, stamp_s, frame, data) {
    if (layer !== 'map') return;
    let known = 0;
    for (const cell of data) if (cell >= 0) known += 1;
    Object.assign(seen, { grids: seen.grids + 1, width: frame.width, height: frame.height, known, stamp_s });
  },
  pose(_stamp_s, { x, y }) {
    Object.assign(seen, { poses: seen.poses + 1, x, y });
  },
  scan() {
    seen.scans += 1;
  },
  status(_stamp_s, change) {
    if (change.state) seen.state = change.state;
  },
  lines() {},
  extendTrail() {},
  replaceTrail() {},
  moveWith() {},
  placeLost() {},
  rooms() {},
  obstacles() {},
  clear() {},
};
const graph = await createRosGraph({ argv: [...process.argv, '--ros-args', '-p', 'use_sim_time:=true'] });
graph.add(viewFeedNode(defaultGeometry, sink));
setInterval(() => console.log(JSON.stringify(seen)), 1000);
