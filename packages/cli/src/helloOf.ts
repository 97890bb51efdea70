import { defaultGeometry } from '@homebound/robot';
import { type Hello, protocolVersion } from '@homebound/wire';

/** What a page is told first, of a body of our shape. */
export function helloOf(
  about: Pick<Hello, 'mode' | 'place' | 'commands'> & Partial<Pick<Hello, 'robot' | 'graph' | 'keepsHome'>>,
): Hello {
  const { bodyRadius_m, lidar, mainBrush } = defaultGeometry;
  return {
    type: 'hello',
    protocol: protocolVersion,
    robot: 'Homebound',
    body: { radius_m: bodyRadius_m, lidarX_m: lidar.x_m, brushWidth_m: mainBrush.width_m },
    ...about,
  };
}
