import { FormatError } from '@homebound/formats';
import { compose3, fromEuler, fromQuaternion, identity3, inverse3, type Pose3 } from './pose3.ts';
import { childOf, numbersOf, type XmlElement } from './xml.ts';

const rad = Math.PI / 180;

/** The pose in a `<pose>`, without what it is relative to; the identity when absent. Degrees and quaternions as in SDF 1.9. */
export function poseOf(pose: XmlElement | undefined, input: string): Pose3 {
  if (pose === undefined || pose.text === '') return identity3;
  const toRad = pose.attributes.degrees === 'true' || pose.attributes.degrees === '1' ? rad : 1;
  if (pose.attributes.rotation_format === 'quat_xyzw') {
    const [x, y, z, qx, qy, qz, qw] = numbersOf(pose, input, 7);
    return fromQuaternion(x, y, z, [qx, qy, qz, qw]);
  }
  const [x, y, z, roll, pitch, yaw] = numbersOf(pose, input, 6);
  return fromEuler(x, y, z, roll * toRad, pitch * toRad, yaw * toRad);
}

interface Frame {
  readonly tag: string;
  readonly T: Pose3;
  readonly relativeTo: string;
  readonly path: string;
}

/**
 * The named frames of a world or model, each placed relative to another, in any order of definition.
 * Poses come out relative to the scope itself. Source: sdformat.org, "Pose frame semantics" (1.7 and on).
 */
export class FrameScope {
  readonly #input: string;
  readonly #rootName: string;
  readonly #frames = new Map<string, Frame>();
  readonly #solved = new Map<string, Pose3 | 'open'>();
  readonly #nested = new Map<string, FrameScope>();
  /** A nested model stands at T_parent_scope · inverse(T_model_placement) when it names a frame of its own to be placed. */
  readonly #placements = new Map<string, string>();

  /** @param rootName  `world` or `__model__` */
  constructor(rootName: string, input: string) {
    this.#rootName = rootName;
    this.#input = input;
  }

  /**
   * Adds a frame from the element that has the pose.
   * @param attachedTo  what the pose is relative to unless it says otherwise
   */
  define(name: string, element: XmlElement, attachedTo = ''): void {
    const known = this.#frames.get(name);
    if (known?.tag === element.tag)
      throw new FormatError('malformed', this.#input, `there are two of the name "${name}" here`, element.path);
    // Files of 1.6 and before name links and joints alike; the link, which comes first, is meant.
    if (known !== undefined) return;
    const pose = childOf(element, 'pose');
    // `frame` is the attribute of SDF 1.6 and before; empty means the parent, as absent does.
    const relativeTo = pose?.attributes.relative_to || pose?.attributes.frame || attachedTo || this.#rootName;
    this.#frames.set(name, { tag: element.tag, T: poseOf(pose, this.#input), relativeTo, path: element.path });
  }

  /** Adds a nested model's own frames, so that `model::frame` finds them. */
  defineNested(name: string, scope: FrameScope, placementFrame: string | undefined): void {
    this.#nested.set(name, scope);
    if (placementFrame !== undefined && placementFrame !== '') this.#placements.set(name, placementFrame);
  }

  /** Pose of a named frame in this scope. Throws FormatError for an unknown frame and for frames that chase each other. */
  resolve(name: string, askedBy: string): Pose3 {
    if (name === this.#rootName || name === '__model__') return identity3;
    const split = name.indexOf('::');
    if (split > 0) {
      const nested = this.#nested.get(name.slice(0, split));
      if (nested !== undefined)
        return compose3(this.resolve(name.slice(0, split), askedBy), nested.resolve(name.slice(split + 2), askedBy));
    }
    const frame = this.#frames.get(name);
    const solved = this.#solved.get(name);
    if (frame === undefined)
      throw new FormatError('malformed', this.#input, `there is no frame, link or model "${name}" here`, askedBy);
    if (solved === 'open')
      throw new FormatError('malformed', this.#input, 'its pose is relative to itself, over other frames', frame.path);
    if (solved !== undefined) return solved;
    this.#solved.set(name, 'open');
    let T = compose3(this.resolve(frame.relativeTo, frame.path), frame.T);
    const placement = this.#placements.get(name);
    const nested = this.#nested.get(name);
    if (placement !== undefined && nested !== undefined)
      T = compose3(T, inverse3(nested.resolve(placement, frame.path)));
    this.#solved.set(name, T);
    return T;
  }

  /** Pose in this scope of an element that belongs to a frame (a link's collision), unless its pose names another. */
  poseWithin(element: XmlElement, owner: string): Pose3 {
    const pose = childOf(element, 'pose');
    const relativeTo = pose?.attributes.relative_to || pose?.attributes.frame || owner;
    return compose3(this.resolve(relativeTo, element.path), poseOf(pose, this.#input));
  }
}
