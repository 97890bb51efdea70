import { angleDiff, type SE2, wrapAngle } from '@homebound/math';
import type { Hello } from '@homebound/wire';
import { CylinderGeometry, Group, Mesh, MeshLambertMaterial, RingGeometry, Shape, ShapeGeometry } from 'three';
import type { Layer } from '../layer.ts';
import type { Theme } from '../theme.ts';
import { type Mover, mixPose, type Progress } from '../transition.ts';

/** Height of the drawn body, m. */
const body_m = 0.09;
/** The robot is never drawn smaller than this, px. */
const minRadius_px = 13;
/** Time in which most of a small step is made up for, s. */
const glide_s = 0.09;
/** Longer steps are jumped: the simulation runs fast, or the robot was carried. */
const jump_m = 0.6;
/** Time in which a robot that lost its place fades out, and one that found it fades in, s. */
const fade_s = 0.4;

/**
 * The robot: a round body with a bumper, the lidar's turret and an arrow ahead. It glides from pose to pose. While it is
 * lost nothing is drawn: it fades out where it was last, and in where it is found.
 */
export class RobotLayer implements Layer, Mover {
  readonly object = new Group();
  readonly #scaled = new Group();
  readonly #materials = {
    rim: new MeshLambertMaterial(),
    top: new MeshLambertMaterial(),
    front: new MeshLambertMaterial(),
  };
  #goal: SE2 | undefined;
  #held: SE2 | undefined;
  #way = 1;
  #opacity = 0;
  readonly #wantsMotion: () => boolean;
  #radius_m = 0.17;
  #lidarX_m = 0;

  constructor(wantsMotion: () => boolean) {
    this.#wantsMotion = wantsMotion;
    this.object.visible = false;
    this.object.add(this.#scaled);
    this.object.renderOrder = 20;
    this.#build();
  }

  /** Where it is; undefined while nobody knows. */
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
    const { position } = this.object;
    const isNew = this.#goal === undefined;
    this.#goal = T_map_base;
    const far = (T_map_base.x - position.x) ** 2 + (T_map_base.y - position.y) ** 2 > jump_m ** 2;
    if (isNew) this.#opacity = 0;
    if (isNew || (far && this.#held === undefined)) this.#draw(T_map_base);
  }

  /** Nobody knows where it is. */
  lose(): void {
    this.#goal = undefined;
    this.#held = undefined;
  }

  #draw({ x, y, theta }: SE2): void {
    this.object.position.set(x, y, 0);
    this.object.rotation.z = theta;
  }

  hold(): void {
    const { position, rotation } = this.object;
    this.#held = this.#goal && { x: position.x, y: position.y, theta: rotation.z };
    this.#way = 0;
  }

  progress({ way }: Progress): void {
    this.#way = way;
    if (way === 1) this.#held = undefined;
  }

  /** Glides and fades on; @returns whether there is a way left. */
  step(dt_s: number): boolean {
    const fades = this.#fade(dt_s);
    if (this.#goal === undefined) return fades;
    if (this.#held === undefined) return this.#glide(this.#goal, dt_s) || fades;
    this.#draw(mixPose(this.#held, this.#goal, this.#way));
    return true;
  }

  #fade(dt_s: number): boolean {
    const wanted = this.#goal === undefined ? 0 : 1;
    const most = this.#wantsMotion() ? dt_s / fade_s : 1;
    this.#opacity += Math.min(most, Math.max(-most, wanted - this.#opacity));
    this.object.visible = this.#opacity > 0;
    for (const material of Object.values(this.#materials)) {
      material.transparent = this.#opacity < 1;
      material.opacity = this.#opacity;
    }
    return this.#opacity !== wanted;
  }

  #glide(goal: SE2, dt_s: number): boolean {
    const { position, rotation } = this.object;
    const share = 1 - Math.exp(-dt_s / glide_s);
    const [dx, dy] = [goal.x - position.x, goal.y - position.y];
    const turn = angleDiff(goal.theta, rotation.z);
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
    this.lose();
    this.#opacity = 0;
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
