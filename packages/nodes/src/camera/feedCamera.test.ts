import { LocalGraph, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { type CameraStatus, LiveView } from '@homebound/wire';
import { viewFeedNode } from '../viewFeedNode.ts';

const body = { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 };

/** What is shown of a camera while an admin chooses for how many days pictures are kept. */
function shown(hasCamera: boolean, choices: readonly number[] | undefined): (CameraStatus | undefined)[] {
  const view = new LiveView({ type: 'hello', protocol: 3, robot: '', mode: 'robot', place: '', body, commands: [] });
  const graph = new LocalGraph();
  const kept = { keep_days: choices?.[0] ?? 0 };
  graph.add(viewFeedNode(defaultGeometry, view, choices && kept));
  const open = { ...homebound_interfaces.CameraState.create(), is_open: true, tells_people: true };
  const states = graph.outside.publisher(homebound_interfaces.CameraState, 'camera_state', qos.latched);
  if (hasCamera) states.publish(open);
  return (choices ?? [0]).map((keep_days) => {
    kept.keep_days = keep_days;
    graph.runFor(2);
    return view.statusAt(0).camera;
  });
}

test('T-IMG: whoever looks is told that pictures are kept within moments of the choice, for how long, and that they no longer are', () => {
  const camera = { isOpen: true, isOn: false, reason: '', tellsPeople: true };
  expect(shown(true, [0, 3, 7, 0])).toEqual([0, 3, 7, 0].map((days) => ({ ...camera, keepsPictures_days: days })));
  expect(shown(true, undefined)).toEqual([camera]);
});

test('of a robot without a camera nothing is said', () => {
  expect(shown(false, [3])).toEqual([undefined]);
});
