import { compose, createRng, identity, inverse } from '@homebound/math';
import { defaultGeometry as geometry } from '@homebound/robot';
import { Driver } from './index.ts';
import { MiniWorld } from './miniWorld.ts';

test('docks', () => {
  let ok = 0;
  for (let seed = 0; seed < 50; seed++) {
    const rng = createRng(seed);
    const u = (a: number, b: number) => a + (b - a) * rng.uniform();
    const T_world_dock = { x: u(-2, 2), y: u(-2, 2), theta: u(-3, 3) };
    const T_dock_base = { x: u(0.8, 1.2), y: u(-0.3, 0.3), theta: Math.PI + u(-0.52, 0.52) };
    const T_map_error = { x: u(-0.04, 0.04), y: u(-0.04, 0.04), theta: u(-0.03, 0.03) };
    const driver = new Driver(geometry);
    driver.setMapToOdom(identity);
    const w = new MiniWorld(driver, geometry, { dock: T_world_dock }, compose(T_world_dock, T_dock_base), seed);
    const T_map_dock = compose(T_world_dock, T_map_error);
    driver.start({
      mode: 'dock',
      path_map: Float64Array.of(T_map_dock.x, T_map_dock.y),
      yaw_rad: T_map_dock.theta,
      distance_m: 0,
      maxSpeed_mps: 0,
    });
    const result = w.run(120);
    if (result?.outcome === 'docked') ok++;
    console.log(
      seed,
      T_dock_base.x,
      T_dock_base.y,
      T_dock_base.theta - Math.PI,
      result,
      w.now_s,
      compose(inverse(T_world_dock), w.T_world_base),
    );
  }
  console.log(ok);
});
