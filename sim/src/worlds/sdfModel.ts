import { FormatError } from '@homebound/formats';
import { atan2, between, compose, type SE2, transformInto } from '@homebound/math';
import type { Appearance, Material, Shape, Solid } from '../world.ts';
import { FrameScope } from './frameScope.ts';
import { compose3, fromEuler, inverse3, type Pose3 } from './pose3.ts';
import { checkChildren } from './sdfElements.ts';
import type { SdfReading } from './sdfReading.ts';
import { shapesOf } from './sdfShapes.ts';
import { childOf, childrenOf, numberIn, numbersOf, parseXml, type XmlElement } from './xml.ts';

/** A model with its frames known but not yet its place in the world. */
export interface SdfModel {
  readonly name: string;
  /** The file it is written in. */
  readonly input: string;
  readonly element: XmlElement;
  readonly isStatic: boolean;
  readonly scope: FrameScope;
  readonly nested: readonly SdfModel[];
}

/** Included models may include others; more than this is a model that includes itself. */
const maxDepth = 16;
/** A loose thing whose lowest point is higher hangs on something, so it is taken as fixed, m. */
const standsBelow_m = 0.1;
/** Where `laser_retro` does not say; matte as a white wall. */
const reflectivities: Record<Material['kind'], number> = { matte: 0.8, black: 0.05, glass: 0.1, mirror: 0.9 };
/** Models that every Gazebo world includes and that we always have: the floor at z = 0, and daylight. */
const builtIn = /(^|\/)(ground[ _]plane|sun)$/i;

/** The models and included models in a world or model, each added to its frames. */
export function readModels(parent: XmlElement, scope: FrameScope, reading: SdfReading, depth = 0): SdfModel[] {
  const models: SdfModel[] = [];
  for (const element of parent.children) {
    if (element.tag !== 'model' && element.tag !== 'include') continue;
    if (element.tag === 'include' && builtIn.test(childOf(element, 'uri')?.text ?? '')) continue;
    const model = element.tag === 'model' ? readModel(element, reading, depth) : readInclude(element, reading, depth);
    // The pose of an include replaces the model's own.
    const placed = element.tag === 'include' && childOf(element, 'pose') === undefined ? model.element : element;
    scope.define(model.name, placed);
    const placement = childOf(element, 'placement_frame')?.text ?? model.element.attributes.placement_frame;
    scope.defineNested(model.name, model.scope, placement);
    models.push(model);
  }
  return models;
}

function readModel(element: XmlElement, reading: SdfReading, depth: number): SdfModel {
  const { input, warnings } = reading;
  if (depth > maxDepth)
    throw new FormatError('malformed', input, 'models include each other without end', element.path);
  checkChildren(element, input, warnings);
  const scope = new FrameScope('__model__', input);
  for (const link of childrenOf(element, 'link')) scope.define(link.attributes.name ?? '', link);
  for (const frame of childrenOf(element, 'frame')) {
    checkChildren(frame, input, warnings);
    scope.define(frame.attributes.name ?? '', frame, frame.attributes.attached_to);
  }
  for (const joint of childrenOf(element, 'joint')) {
    checkChildren(joint, input, warnings);
    scope.define(joint.attributes.name ?? '', joint, childOf(joint, 'child')?.text);
  }
  const nested = readModels(element, scope, reading, depth + 1);
  return { name: element.attributes.name ?? '', input, element, isStatic: isTrue(element, 'static'), scope, nested };
}

function readInclude(include: XmlElement, reading: SdfReading, depth: number): SdfModel {
  const { input, resolve, warnings } = reading;
  checkChildren(include, input, warnings);
  const uri = childOf(include, 'uri')?.text;
  if (uri === undefined || uri === '') throw new FormatError('malformed', input, 'has no <uri>', include.path);
  const text = resolve(uri);
  if (text === undefined)
    throw new FormatError(
      'missing',
      input,
      `the included model ${uri} was not found; put its folder beside the world`,
      include.path,
    );
  const root = parseXml(text, uri);
  const element = root.tag === 'sdf' ? childOf(root, 'model') : undefined;
  if (element === undefined) throw new FormatError('foreign', uri, 'should hold <sdf> with a <model> in it');
  const model = readModel(element, { ...reading, input: uri }, depth + 1);
  const isStatic = childOf(include, 'static') === undefined ? model.isStatic : isTrue(include, 'static');
  return { ...model, name: childOf(include, 'name')?.text || model.name, isStatic };
}

/** The solids of a model that stands at T_world_model, nested models included. */
export function solidsOf(
  model: SdfModel,
  name: string,
  T_world_model: Pose3,
  isStatic: boolean,
  worldReading: SdfReading,
): Solid[] {
  const { element, scope } = model;
  const reading = { ...worldReading, input: model.input };
  const joints = childrenOf(element, 'joint');
  const isFixed = isStatic || model.isStatic || holdsStill(joints, name, reading);
  const linkElements = childrenOf(element, 'link');
  const links = linkElements.map((link) => {
    const linkName = linkElements.length > 1 ? `${name}::${link.attributes.name}` : name;
    return readLink(link, model, T_world_model, linkName, isFixed, reading);
  });
  const solids = !isFixed && joints.length > 0 && links.length > 0 ? [merge(name, links)] : links;
  const nested = model.nested.flatMap((inner) => {
    const T = compose3(T_world_model, scope.resolve(inner.name, inner.element.path));
    return solidsOf(inner, `${name}::${inner.name}`, T, isFixed, reading);
  });
  return [...solids.filter((solid) => solid.shapes.length > 0), ...nested];
}

/** Whether joints hold a model in place: one to the world, or one that moves (a door, a drawer), which is not simulated. */
function holdsStill(joints: readonly XmlElement[], name: string, { warnings }: SdfReading): boolean {
  const moving = joints.find((joint) => joint.attributes.type !== 'fixed');
  if (moving !== undefined)
    warnings.push(
      `${moving.path} is not simulated: ${name} stands still (joints of type ${moving.attributes.type} do not move)`,
    );
  return moving !== undefined || joints.some((joint) => childOf(joint, 'parent')?.text === 'world');
}

function readLink(
  link: XmlElement,
  model: SdfModel,
  T_world_model: Pose3,
  name: string,
  isFixed: boolean,
  reading: SdfReading,
): Solid {
  const { input, warnings } = reading;
  checkChildren(link, input, warnings);
  const linkName = link.attributes.name ?? '';
  const T_world_solid = levelled(compose3(T_world_model, model.scope.resolve(linkName, link.path)));
  const T_solid_world = inverse3(fromEuler(T_world_solid.x, T_world_solid.y, 0, 0, 0, T_world_solid.theta));
  const collisions = childrenOf(link, 'collision');
  const shapes = collisions.flatMap((collision) => {
    checkChildren(collision, input, warnings);
    const geometry = childOf(collision, 'geometry');
    if (geometry === undefined) throw new FormatError('missing', input, 'has no <geometry>', collision.path);
    const T_world_shape = compose3(T_world_model, model.scope.poseWithin(collision, linkName));
    const T_solid_shape = compose3(T_solid_world, T_world_shape);
    const appearance = displayOf(collision, input);
    return shapesOf(geometry, T_solid_shape, materialOf(collision, input), reading).map((shape) =>
      appearance === undefined ? shape : { ...shape, appearance },
    );
  });
  const lowest_m = Math.min(...shapes.map((shape) => shape.z0_m));
  const isHanging = !isFixed && shapes.length > 0 && lowest_m > standsBelow_m;
  if (isHanging) warnings.push(`${link.path} hangs ${lowest_m.toFixed(2)} m over the floor: simulated as fixed there`);
  const stands = isFixed || isHanging || isTrue(link, 'kinematic');
  const frictions = collisions.map((collision) => frictionOf(collision, reading));
  return {
    name,
    mobility: stands ? 'static' : 'movable',
    mass_kg: massOf(link, reading),
    friction: frictions.find((mu) => mu !== undefined) ?? 1,
    T_world_solid,
    shapes,
  };
}

/** 1 kg where it is not given, as SDF says. */
function massOf(link: XmlElement, { input, warnings }: SdfReading): number {
  const inertial = childOf(link, 'inertial');
  if (inertial === undefined) return 1;
  checkChildren(inertial, input, warnings);
  const mass_kg = numberIn(inertial, 'mass', input, 1);
  if (!(mass_kg > 0)) throw new FormatError('malformed', input, `mass should be > 0 kg, got ${mass_kg}`, link.path);
  return mass_kg;
}

/** The frame of a solid: at the link's place, level; turned with it where the link stands upright. */
export function levelled(T_world_link: Pose3): SE2 {
  const { x, y, R } = T_world_link;
  return { x, y, theta: R[8] > 1 - 1e-6 ? atan2(R[3], R[0]) : 0 };
}

/** Links that fixed joints hold together, as one solid in the frame of the first. */
function merge(name: string, links: readonly Solid[]): Solid {
  const [first, ...rest] = links;
  const moved = rest.flatMap((solid) =>
    solid.shapes.map((shape) => toFrame(shape, solid.T_world_solid, first.T_world_solid)),
  );
  return {
    ...first,
    name,
    mobility: links.every((link) => link.mobility === 'movable') ? 'movable' : 'static',
    mass_kg: links.reduce((sum, link) => sum + link.mass_kg, 0),
    shapes: [...first.shapes, ...moved],
  };
}

/** A shape of one solid, in the frame of another. */
export function toFrame(shape: Shape, T_world_from: SE2, T_world_to: SE2): Shape {
  const T_to_from = between(T_world_to, T_world_from);
  if (shape.kind === 'prism') {
    const outline = new Float64Array(shape.outline.length);
    transformInto(outline, T_to_from, shape.outline, outline.length / 2);
    return { ...shape, outline };
  }
  const T = compose(T_to_from, { x: shape.x_m, y: shape.y_m, theta: shape.kind === 'box' ? shape.yaw_rad : 0 });
  if (shape.kind === 'box') return { ...shape, x_m: T.x, y_m: T.y, yaw_rad: T.theta };
  return { ...shape, x_m: T.x, y_m: T.y };
}

/** `<homebound:material>` names how a beam meets the thing; `<laser_retro>` in (0, 1] is its reflectivity. */
function materialOf(collision: XmlElement, input: string): Material {
  const element = childOf(collision, 'homebound:material');
  const kind = element?.text ?? 'matte';
  if (!(kind in reflectivities))
    throw new FormatError(
      'malformed',
      input,
      `should be one of ${Object.keys(reflectivities).join(', ')}, got "${kind}"`,
      element?.path,
    );
  const retro = numberIn(collision, 'laser_retro', input, 0);
  const known = kind as Material['kind'];
  return { kind: known, reflectivity: retro > 0 ? Math.min(1, retro) : reflectivities[known] };
}

/** `<homebound:display>` is the colour (red, green, blue, each 0 to 255) that a thing shines in: cameras see just that. */
function displayOf(collision: XmlElement, input: string): Appearance | undefined {
  const element = childOf(collision, 'homebound:display');
  if (element === undefined) return undefined;
  const [red, green, blue] = numbersOf(element, input, 3);
  if (![red, green, blue].every((part) => part >= 0 && part <= 255))
    throw new FormatError('malformed', input, `should be in [0, 255] each, got "${element.text}"`, element.path);
  return { color: [red, green, blue], pattern: 'display' };
}

/** Coulomb friction in surface/friction/ode/mu; undefined where it is not given. */
function frictionOf(collision: XmlElement, { input, warnings }: SdfReading): number | undefined {
  let element: XmlElement | undefined = collision;
  for (const tag of ['surface', 'friction', 'ode']) {
    element = childOf(element, tag);
    if (element === undefined) return undefined;
    checkChildren(element, input, warnings);
  }
  const mu = numberIn(element, 'mu', input, 1);
  if (!(mu >= 0)) throw new FormatError('malformed', input, `mu should be >= 0, got ${mu}`, element.path);
  return mu;
}

function isTrue(element: XmlElement, tag: string): boolean {
  const text = childOf(element, tag)?.text.toLowerCase();
  return text === 'true' || text === '1';
}
