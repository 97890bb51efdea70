import { angleDiff, type SE2, wrapAngle } from '@homebound/math';
import type { Hello } from '@homebound/wire';
import { CylinderGeometry, Group, Mesh, MeshLambertMaterial, RingGeometry, Shape, ShapeGeometry } from 'three';
import type { Layer } from '../layer.ts';
import type { Theme } from '../theme.ts';

/** Height of the drawn body, m. */
const body_m = 0.09;
/** The robot is never drawn smaller than this, px. */
const minRadius_px = 13;
/** Time in which most of a small step is made up for, s. */
const glide_s = 0.09;
/** Longer steps are jumped: the simulation runs fast, or the robot was carried. */
const jump_m = 0.6;

/** The robot: a round body with a bumper, the lidar's turret and an arrow ahead. It glides from pose to pose. */
export class RobotLayer implements Layer {
  readonly object = new Group();
  readonly #scaled = new Group();
  readonly #materials = {
    rim: new MeshLambertMaterial(),
    top: new MeshLambertMaterial(),
    front: new MeshLambertMaterial(),
  };
  #goal: SE2 | undefined;
  #radius_m = 0.17;
  #lidarX_m = 0;

  constructor() {
    this.object.visible = false;
    this.object.add(this.#scaled);
    this.object.renderOrder = 20;
    this.#build();
  }

  get pose(): SE2 | undefined {
    return this.#goal;
  }

  setBody(body: Hello['body']): void {
    this.#radius_m = body.radius_m;
    this.#lidarX_m = body.lidarX_m;
    this.#build();
  }

  #build(): void {
    this.#drop();
    const r = this.#radius_m;
    const { rim, top, front } = this.#materials;
    const add = (mesh: Mesh, x: number, z: number): void => {
      mesh.position.set(x, 0, z);
      this.#scaled.add(mesh);
    };
    const upright = (radius: number, tall: number): CylinderGeometry =>
      new CylinderGeometry(radius, radius, tall, 48).rotateX(Math.PI / 2) as CylinderGeometry;
    add(new Mesh(upright(r, body_m * 0.8), rim), 0, body_m * 0.4);
    add(new Mesh(upright(r * 0.86, body_m * 0.84), top), 0, body_m * 0.42);
    add(new Mesh(upright(r * 0.3, body_m), rim), this.#lidarX_m, body_m * 0.5);
    // The bumper: the front 120 degrees of the rim, in the accent.
    const bumper = new RingGeometry(r * 0.88, r * 1.02, 32, 1, -Math.PI / 3, (2 * Math.PI) / 3);
    add(new Mesh(bumper, front), 0, body_m * 0.86);
    const arrow = new Shape();
    arrow
      .moveTo(r * 0.74, 0)
      .lineTo(r * 0.42, r * 0.22)
      .lineTo(r * 0.42, -r * 0.22)
      .closePath();
    add(new Mesh(new ShapeGeometry(arrow), front), 0, body_m * 0.88);
  }

  #drop(): void {
    for (const child of this.#scaled.children) if (child instanceof Mesh) child.geometry.dispose();
    this.#scaled.clear();
  }

  setPose(T_map_base: SE2): void {
    const { position, rotation } = this.object;
    this.#goal = T_map_base;
    const far = (T_map_base.x - position.x) ** 2 + (T_map_base.y - position.y) ** 2 > jump_m ** 2;
    if (this.object.visible && !far) return;
    this.object.visible = true;
    position.set(T_map_base.x, T_map_base.y, 0);
    rotation.z = T_map_base.theta;
  }

  /** Glides on; @returns whether there is a way left. */
  step(dt_s: number): boolean {
    if (this.#goal === undefined) return false;
    const { position, rotation } = this.object;
    const share = 1 - Math.exp(-dt_s / glide_s);
    const [dx, dy] = [this.#goal.x - position.x, this.#goal.y - position.y];
    const turn = angleDiff(this.#goal.theta, rotation.z);
    const arrived = dx * dx + dy * dy < 1e-6 && Math.abs(turn) < 1e-3;
    position.x += arrived ? dx : share * dx;
    position.y += arrived ? dy : share * dy;
    rotation.z = wrapAngle(rotation.z + (arrived ? turn : share * turn));
    return !arrived;
  }

  /** Keeps the robot visible from afar. */
  zoom(metresPerPixel: number): void {
    this.#scaled.scale.setScalar(Math.max(1, (minRadius_px * metresPerPixel) / this.#radius_m));
  }

  clear(): void {
    this.#goal = undefined;
    this.object.visible = false;
  }

  dress(theme: Theme): void {
    this.#materials.rim.color.copy(theme.robot);
    this.#materials.top.color.copy(theme['robot-top']);
    this.#materials.front.color.copy(theme.dock);
  }

  dispose(): void {
    this.#drop();
    for (const material of Object.values(this.#materials)) material.dispose();
  }
}
