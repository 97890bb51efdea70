import { type Node, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import type { CameraStatus, ViewSink } from '@homebound/wire';
import type { PictureKeeper } from './pictureKeeper.ts';

/** How soon whoever looks is told that pictures are kept, or no longer, s. */
const KEPT_PERIOD_S = 1;

/**
 * How it stands with the camera, from the graph into the sink: nothing of a robot that has none.
 * @param pictures  of obstacles: for how many days they are kept is decided outside of the graph; absent where the robot keeps nothing
 */
export function feedCamera(node: Node, sink: ViewSink, pictures?: Pick<PictureKeeper, 'keep_days'>): void {
  let camera: CameraStatus | undefined;
  let permitReason = '';
  let fault = '';
  const show = (change: Partial<CameraStatus>): void => {
    const before = JSON.stringify(camera);
    camera = {
      ...(camera ?? { isOpen: false, isOn: false, reason: '' }),
      ...change,
      ...(pictures !== undefined && { keepsPictures_days: pictures.keep_days }),
    };
    if (JSON.stringify(camera) !== before) sink.status(node.now_s(), { camera });
  };
  node.subscribe(homebound_interfaces.CameraPermit, 'camera_permit', qos.latched, ({ is_on, reason }) => {
    permitReason = reason;
    show({ isOn: is_on, reason: fault || permitReason });
  });
  node.subscribe(homebound_interfaces.CameraState, 'camera_state', qos.latched, (m) => {
    fault = m.fault;
    show({ isOpen: m.is_open, reason: fault || permitReason, tellsPeople: m.tells_people });
  });
  if (pictures === undefined) return;
  node.timer(KEPT_PERIOD_S, () => {
    if (camera !== undefined) show({});
  });
}
