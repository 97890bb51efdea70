import type { SE2 } from '@homebound/math';
import { CircleGeometry, Group, Mesh, MeshBasicMaterial, RingGeometry, Shape, ShapeGeometry } from 'three';
import { height, type Layer } from '../layer.ts';
import type { Theme } from '../theme.ts';
import { type Mover, mixPose, type Progress } from '../transition.ts';

/** A flat sign on the floor, never smaller than `min_px` across; built once, placed and hidden at will. */
abstract class Marker implements Layer, Mover {
  readonly object = new Group();
  protected readonly ink = new MeshBasicMaterial({ depthWrite: false, transparent: true });
  protected readonly paper = new MeshBasicMaterial({ depthWrite: false, transparent: true });
  readonly #size_m: number;
  readonly #min_px: number;
  #goal: SE2 | undefined;
  #held: SE2 | undefined;

  constructor(z: number, size_m: number, min_px: number) {
    this.#size_m = size_m;
    this.#min_px = min_px;
    this.object.position.z = z;
    this.object.visible = false;
  }

  protected add(
    geometry: ShapeGeometry | CircleGeometry | RingGeometry,
    material: MeshBasicMaterial,
    order: number,
  ): void {
    const mesh = new Mesh(geometry, material);
    mesh.renderOrder = this.object.position.z * 1000 + order;
    this.object.add(mesh);
  }

  place(at: { readonly x: number; readonly y: number; readonly theta?: number } | undefined): void {
    this.object.visible = at !== undefined;
    this.#goal = at && { x: at.x, y: at.y, theta: at.theta ?? 0 };
    if (this.#goal === undefined) this.#held = undefined;
    else if (this.#held === undefined) this.#draw(this.#goal);
  }

  #draw({ x, y, theta }: SE2): void {
    this.object.position.setX(x).setY(y);
    this.object.rotation.z = theta;
  }

  hold(): void {
    const { position, rotation } = this.object;
    this.#held = this.#goal && { x: position.x, y: position.y, theta: rotation.z };
  }

  progress({ way }: Progress): void {
    if (this.#held === undefined || this.#goal === undefined) return;
    this.#draw(mixPose(this.#held, this.#goal, way));
    if (way === 1) this.#held = undefined;
  }

  zoom(metresPerPixel: number): void {
    this.object.scale.setScalar(Math.max(1, (this.#min_px * metresPerPixel) / this.#size_m));
  }

  clear(): void {
    this.place(undefined);
  }

  abstract dress(theme: Theme): void;

  dispose(): void {
    for (const child of this.object.children) if (child instanceof Mesh) child.geometry.dispose();
    this.ink.dispose();
    this.paper.dispose();
  }
}

function roundedRect(x0: number, y0: number, x1: number, y1: number, r: number): Shape {
  const shape = new Shape();
  shape
    .moveTo(x0 + r, y0)
    .lineTo(x1 - r, y0)
    .quadraticCurveTo(x1, y0, x1, y0 + r);
  shape.lineTo(x1, y1 - r).quadraticCurveTo(x1, y1, x1 - r, y1);
  shape.lineTo(x0 + r, y1).quadraticCurveTo(x0, y1, x0, y1 - r);
  shape.lineTo(x0, y0 + r).quadraticCurveTo(x0, y0, x0 + r, y0);
  return shape;
}

/** The dock: its back plate behind the docked robot, and a bolt. Frame: the docked base, +x out into the room. */
export class DockLayer extends Marker {
  constructor() {
    super(height.dock, 0.4, 26);
    this.add(new ShapeGeometry(roundedRect(-0.27, -0.2, -0.05, 0.2, 0.05)), this.ink, 0);
    const bolt = new Shape();
    bolt.moveTo(-0.1, 0.01).lineTo(-0.17, 0.06).lineTo(-0.17, 0.01).lineTo(-0.22, -0.01);
    bolt.lineTo(-0.15, -0.06).lineTo(-0.15, -0.01).closePath();
    this.add(new ShapeGeometry(bolt), this.paper, 0.1);
  }

  dress(theme: Theme): void {
    this.ink.color.copy(theme.dock);
    this.paper.color.copy(theme.floor);
  }
}

/** Where the robot was sent: a ring around a dot. */
export class TargetLayer extends Marker {
  constructor() {
    super(height.target, 0.3, 26);
    this.add(new CircleGeometry(0.15, 40), this.paper, 0);
    this.add(new RingGeometry(0.11, 0.15, 40), this.ink, 0.1);
    this.add(new CircleGeometry(0.05, 24), this.ink, 0.1);
  }

  dress(theme: Theme): void {
    this.ink.color.copy(theme.target);
    this.paper.color.copy(theme.floor);
  }
}
