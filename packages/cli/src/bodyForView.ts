import { defaultGeometry } from '@homebound/robot';

/** What `hello` tells the page about the body. */
export const bodyForView = {
  radius_m: defaultGeometry.bodyRadius_m,
  lidarX_m: defaultGeometry.lidar.x_m,
  brushWidth_m: defaultGeometry.mainBrush.width_m,
};
