import rapier, { type Collider, type World as RapierWorld, type RigidBody } from '@dimforge/rapier2d-compat';
import { hypot, type SE2 } from '@homebound/math';
import type { Shape, Solid, World } from '../world.ts';
import { outlineOf, polygonOf } from './outline.ts';

let ready = false;

/** Loads the physics library. Once, before the first simulator; the only asynchronous step. */
export async function initPhysics(): Promise<void> {
  if (ready) return;
  await rapier.init();
  ready = true;
}

/** Which part of a solid the robot's body can touch. */
export interface BodyBand {
  readonly bodyRadius_m: number;
  /** Shapes that begin at or above this are passed under. */
  readonly bodyHeight_m: number;
  /** Shapes that end at or below this are driven over. */
  readonly maxClimb_m: number;
}

export function isInBodyBand(shape: Shape, band: BodyBand): boolean {
  return shape.z0_m < band.bodyHeight_m && shape.z1_m > band.maxClimb_m;
}

/** A place where the robot touches something after a step. */
export interface Contact {
  /** Direction from the robot's centre to the place of contact, world frame, unit length. */
  nx: number;
  ny: number;
  /** Impulse of the last step along that direction, N s. */
  impulse: number;
  /** Speed at which the robot ran into the thing before the step, m/s; the speed of somebody's foot is not counted. */
  closing_mps: number;
  /** Name of what was touched. */
  name: string;
}

const ROBOT_MASS_KG = 3.5;
const GRAVITY_MPS2 = 9.81;
/** Share of the weight that stands on the drive wheels; the caster carries the rest. */
const WHEEL_LOAD = 0.8;
/** Movables whose floor friction is beyond the wheels' grip stand like walls. */
const MAX_PUSH_N = ROBOT_MASS_KG * GRAVITY_MPS2 * WHEEL_LOAD;
const MAX_CONTACTS = 16;
/** Longest way in one move that is a walk and not a jump: 2.5 m/s. */
const STRIDE_M = 0.05;

/** Whether the robot can push this solid at all. */
export function isPushable(solid: Solid): boolean {
  return solid.mobility === 'movable' && solid.mass_kg * solid.friction * GRAVITY_MPS2 < MAX_PUSH_N;
}

/** A solid that has its own rigid body: a movable one, or one set down while the simulation runs. */
export interface LooseSolid {
  readonly solid: Solid;
  T_world_solid: SE2;
  readonly body: RigidBody;
  /** Whether it gives way; else it stands like a wall. */
  readonly pushable: boolean;
  /** Velocity before the last step, m/s. */
  vx: number;
  vy: number;
}

/**
 * The plane and its rigid bodies: one collider for all that stands, one disc for the robot, one body for each movable.
 * Rapier is WebAssembly and takes 32-bit floats: the same bits wherever it runs. Measured (Node 20, 3000 static boxes):
 * 21 us per step as one polyline, 300 us as 3000 colliders.
 */
export class PlanarWorld {
  readonly loose = new Map<string, LooseSolid>();
  /** Contacts of the last step; only the first `contactCount` are valid. */
  readonly contacts: Contact[] = [];
  contactCount = 0;
  /** Grows whenever a loose solid has moved: what the sensors draw must be drawn anew. */
  looseVersion = 0;
  /** A loose solid may be moving: something is awake, or hands were at work. */
  #looseMoves = true;
  readonly #rapier: RapierWorld;
  readonly #dt: number;
  readonly #band: BodyBand;
  readonly #robot: RigidBody;
  readonly #robotCollider: Collider;
  readonly #nameOfHandle = new Map<number, string>();
  readonly #segmentName: string[] = [];
  readonly #touching: Collider[] = [];
  readonly #point = { x: 0, y: 0 };
  readonly #velocity = { x: 0, y: 0 };

  /** @param stepEdges floor steps too high to climb, [x0, y0, x1, y1, ...] in the world frame */
  constructor(world: World, band: BodyBand, stepEdges: Float64Array, dt: number) {
    if (!ready) throw new Error('Cannot build simulator: await initPhysics() first');
    this.#dt = dt;
    this.#band = band;
    this.#rapier = new rapier.World({ x: 0, y: 0 });
    this.#rapier.timestep = dt;
    // Within this distance the library keeps a contact's normal from step to step. At its default of 20 mm a disc that
    // passes 5 mm beside a corner is struck by it; at 2 mm contacts begin within 0.3 mm and sink in by at most 1 mm.
    this.#rapier.integrationParameters.normalizedPredictionDistance = 0.002;
    for (let i = 0; i < MAX_CONTACTS; i++) this.contacts.push({ nx: 0, ny: 0, impulse: 0, closing_mps: 0, name: '' });
    this.#addStatics(world, stepEdges);
    this.#robot = this.#rapier.createRigidBody(
      rapier.RigidBodyDesc.dynamic().lockRotations().setCanSleep(false).setTranslation(0, 0),
    );
    const disc = rapier.ColliderDesc.ball(band.bodyRadius_m).setMass(ROBOT_MASS_KG).setFriction(0.3);
    this.#robotCollider = this.#rapier.createCollider(disc, this.#robot);
    for (const solid of world.solids) {
      if (solid.mobility !== 'movable') continue;
      if (this.loose.has(solid.name))
        throw new RangeError(`Cannot build simulator: two movable solids are called ${solid.name}; rename one`);
      this.addLoose(solid);
    }
  }

  #addStatics(world: World, stepEdges: Float64Array): void {
    const vertices: number[] = [];
    const indices: number[] = [];
    for (const solid of world.solids) {
      if (solid.mobility === 'movable') continue;
      for (const shape of solid.shapes) {
        if (!isInBodyBand(shape, this.#band)) continue;
        const points = polygonOf(outlineOf(shape, solid.T_world_solid));
        const first = vertices.length / 2;
        const n = points.length / 2;
        for (let k = 0; k < n; k++) {
          vertices.push(points[2 * k], points[2 * k + 1]);
          indices.push(first + k, first + ((k + 1) % n));
          this.#segmentName.push(solid.name);
        }
      }
    }
    for (let i = 0; i < stepEdges.length; i += 4) {
      const first = vertices.length / 2;
      vertices.push(stepEdges[i], stepEdges[i + 1], stepEdges[i + 2], stepEdges[i + 3]);
      indices.push(first, first + 1);
      this.#segmentName.push('step');
    }
    if (indices.length === 0) return;
    const polyline = rapier.ColliderDesc.polyline(Float32Array.from(vertices), Uint32Array.from(indices));
    this.#rapier.createCollider(polyline.setFriction(0.3));
  }

  /** Sets a solid into the world as a body of its own; replaces one of the same name. */
  addLoose(solid: Solid): void {
    this.removeLoose(solid.name);
    const shapes = solid.shapes.filter((shape) => isInBodyBand(shape, this.#band));
    const pushable = isPushable(solid) && shapes.length > 0;
    const desc = pushable ? rapier.RigidBodyDesc.dynamic() : rapier.RigidBodyDesc.kinematicPositionBased();
    const { x, y, theta } = solid.T_world_solid;
    const body = this.#rapier.createRigidBody(desc.setTranslation(x, y).setRotation(theta));
    for (const shape of shapes) {
      const collider = rapier.ColliderDesc.convexHull(
        Float32Array.from(polygonOf(outlineOf(shape, { x: 0, y: 0, theta: 0 }))),
      );
      if (collider === null) throw new RangeError(`Cannot place solid ${solid.name}: its outline has no area`);
      const placed = this.#rapier.createCollider(
        collider.setMass(solid.mass_kg / shapes.length).setFriction(solid.friction),
        body,
      );
      this.#nameOfHandle.set(placed.handle, solid.name);
    }
    this.loose.set(solid.name, { solid, T_world_solid: solid.T_world_solid, body, pushable, vx: 0, vy: 0 });
    this.looseVersion++;
    this.#looseMoves = true;
  }

  /** Takes a loose solid out; false when there is none of that name. */
  removeLoose(name: string): boolean {
    const found = this.loose.get(name);
    if (found === undefined) return false;
    this.#rapier.removeRigidBody(found.body);
    this.loose.delete(name);
    this.looseVersion++;
    this.#looseMoves = true;
    return true;
  }

  /**
   * Sets a loose solid elsewhere; false when there is none of that name. What stands firm (a person's foot) shoves the
   * robot when it is moved by less than a stride; farther than that it is there at once.
   */
  moveLoose(name: string, T_world_solid: SE2): boolean {
    const found = this.loose.get(name);
    if (found === undefined) return false;
    const { x, y, theta } = T_world_solid;
    const way = hypot(x - found.T_world_solid.x, y - found.T_world_solid.y);
    if (!found.pushable && way < STRIDE_M) {
      found.body.setNextKinematicTranslation({ x, y });
      found.body.setNextKinematicRotation(theta);
    } else {
      found.body.setTranslation({ x, y }, true);
      found.body.setRotation(theta, true);
    }
    found.T_world_solid = T_world_solid;
    this.looseVersion++;
    this.#looseMoves = true;
    return true;
  }

  /** Sets a loose solid's speed, m/s and rad/s in the world frame; false when there is none of that name, or it stands firm. */
  speedLoose(name: string, vx: number, vy: number, w: number): boolean {
    const found = this.loose.get(name);
    if (found === undefined || !found.pushable) return false;
    found.body.setLinvel({ x: vx, y: vy }, true);
    found.body.setAngvel(w, true);
    this.#looseMoves = true;
    return true;
  }

  placeRobot(x: number, y: number): void {
    this.#robot.setTranslation({ x, y }, true);
    this.#robot.setLinvel({ x: 0, y: 0 }, true);
    this.#looseMoves = true;
  }

  /** Adds to the robot's velocity, m/s. */
  pushRobot(vx: number, vy: number): void {
    const v = this.#robot.linvel(this.#velocity);
    this.#robot.setLinvel({ x: v.x + vx, y: v.y + vy }, true);
  }

  /** Where the robot's centre is, in 32-bit precision. Borrowed: the next call overwrites it. */
  robotPosition(): { readonly x: number; readonly y: number } {
    return this.#robot.translation(this.#point);
  }

  /**
   * Moves everything by one time step. The wheels pull the body towards the wanted velocity as hard as their grip lets
   * them; what stands in the way pushes back.
   * @param vx,vy wanted velocity of the robot's centre, world frame, m/s
   * @param grip  friction between wheels and floor
   * @returns true when all was at rest and stays so; the library was not asked then
   */
  step(vx: number, vy: number, grip: number): boolean {
    const v = this.#robot.linvel(this.#velocity);
    if (vx === 0 && vy === 0 && v.x === 0 && v.y === 0 && !this.#looseMoves) return true;
    const limit = grip * WHEEL_LOAD * GRAVITY_MPS2 * this.#dt;
    let dx = vx - v.x;
    let dy = vy - v.y;
    const d = Math.sqrt(dx * dx + dy * dy);
    if (d > limit) {
      dx *= limit / d;
      dy *= limit / d;
    }
    const wx = v.x + dx;
    const wy = v.y + dy;
    this.#robot.setLinvel({ x: wx, y: wy }, true);
    this.#rubFloor();
    this.#stepLibrary();
    this.#readLoose();
    this.contactCount = 0;
    const after = this.#robot.linvel(this.#velocity);
    const change = Math.abs(after.x - wx) + Math.abs(after.y - wy);
    // Nothing pushed back: no contact to read.
    if (change > 1e-5) this.#readContacts(wx, wy);
    return false;
  }

  /**
   * World.step() without its search for bodies that the library itself has made or removed, a callback for each body and
   * collider: only soft bodies make any. Measured with 60 colliders: 12 us less per step.
   */
  #stepLibrary(): void {
    const w = this.#rapier;
    w.physicsPipeline.step(
      w.gravity,
      w.integrationParameters,
      w.islands,
      w.broadPhase,
      w.narrowPhase,
      w.bodies,
      w.colliders,
      w.softBodies,
      w.impulseJoints,
      w.multibodyJoints,
      w.ccdSolver,
    );
  }

  /** Coulomb friction of pushed things with the floor. */
  #rubFloor(): void {
    for (const loose of this.loose.values()) {
      const { solid, body } = loose;
      loose.vx = 0;
      loose.vy = 0;
      if (!loose.pushable || body.isSleeping()) continue;
      const loss = solid.friction * GRAVITY_MPS2 * this.#dt;
      const v = body.linvel();
      const speed = Math.sqrt(v.x * v.x + v.y * v.y);
      const keep = speed > loss ? 1 - loss / speed : 0;
      loose.vx = v.x * keep;
      loose.vy = v.y * keep;
      body.setLinvel({ x: loose.vx, y: loose.vy }, false);
      // A disc of pressure of radius 0.15 m spins down at 4/3 mu g / r (its moment m r^2 / 2, its torque 2/3 mu m g r).
      const spinLoss = ((4 / 3) * loss) / 0.15;
      const w = body.angvel();
      body.setAngvel(w > spinLoss ? w - spinLoss : w < -spinLoss ? w + spinLoss : 0, false);
    }
  }

  #readLoose(): void {
    this.#looseMoves = false;
    for (const loose of this.loose.values()) {
      if (!loose.pushable || loose.body.isSleeping()) continue;
      this.#looseMoves = true;
      const { x, y } = loose.body.translation();
      const theta = loose.body.rotation();
      const before = loose.T_world_solid;
      const moved = Math.abs(x - before.x) + Math.abs(y - before.y) + Math.abs(theta - before.theta);
      if (moved < 1e-4) continue;
      loose.T_world_solid = { x, y, theta };
      this.looseVersion++;
    }
  }

  #readContacts(wx: number, wy: number): void {
    this.#touching.length = 0;
    this.#rapier.contactPairsWith(this.#robotCollider, (other) => this.#touching.push(other));
    for (const other of this.#touching) {
      this.#rapier.contactPair(this.#robotCollider, other, (manifold, flipped) => {
        const n = manifold.numContacts();
        for (let i = 0; i < n && this.contactCount < MAX_CONTACTS; i++) {
          const point = flipped ? manifold.localContactPoint2(i) : manifold.localContactPoint1(i);
          if (point === null) continue;
          const length = Math.sqrt(point.x * point.x + point.y * point.y);
          if (length === 0) continue;
          const contact = this.contacts[this.contactCount++];
          contact.nx = point.x / length;
          contact.ny = point.y / length;
          contact.impulse = manifold.contactImpulse(i);
          const segment = flipped ? manifold.subshape1() : manifold.subshape2();
          contact.name = this.#nameOfHandle.get(other.handle) ?? this.#segmentName[segment] ?? '';
          const thing = this.loose.get(contact.name);
          contact.closing_mps = (wx - (thing?.vx ?? 0)) * contact.nx + (wy - (thing?.vy ?? 0)) * contact.ny;
        }
      });
    }
  }

  /** Gives the library's memory back. */
  free(): void {
    this.#rapier.free();
  }
}
