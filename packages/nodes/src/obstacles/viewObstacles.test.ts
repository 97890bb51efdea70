import { LocalGraph, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { decodeText, LiveView, type Obstacle } from '@homebound/wire';
import { viewFeedNode } from '../viewFeedNode.ts';

test('a person sees what is kept clear of, crossed with care or dismissed; not the dock', () => {
  const body = { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 };
  const view = new LiveView({ type: 'hello', protocol: 3, robot: '', mode: 'robot', place: '', body, commands: [] });
  const graph = new LocalGraph();
  graph.add(viewFeedNode(defaultGeometry, view));
  const outline = Float64Array.of(0, 0, 0.1, 0, 0.1, 0.1);
  const thing = { ...homebound_interfaces.Obstacle.create(), outline, kind: 'thing', reason: 'Because.' };
  const obstacles = [
    { ...thing, id: 1, berth: 0.07 },
    { ...thing, id: 2, berth: 0 },
    { ...thing, id: 3, berth: 0, is_dismissed: true },
    { ...thing, id: 4, berth: 0, kind: 'threshold' },
  ];
  const header = homebound_interfaces.Obstacles.create().header;
  graph.outside.publisher(homebound_interfaces.Obstacles, 'obstacles', qos.latched).publish({ header, obstacles });
  graph.runFor(0.1);
  let shown: readonly Obstacle[] = [];
  const reader = view.reader();
  for (let said = reader.next(0); said !== undefined; said = reader.next(0)) {
    const message = typeof said === 'string' ? decodeText(said) : undefined;
    if (message?.type === 'obstacles') shown = message.obstacles;
  }
  expect(shown.map(({ id, isDismissed }) => [id, isDismissed])).toEqual([
    [1, false],
    [3, true],
    [4, false],
  ]);
  expect(shown[0].outline.map((v) => Number(v.toFixed(3)))).toEqual([...outline]);
});
