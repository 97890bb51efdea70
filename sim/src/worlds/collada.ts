import { FormatError } from '@homebound/formats';
import { cos, sin } from '@homebound/math';
import { childOf, childrenOf, numbersOf, parseXml, type XmlElement } from './xml.ts';

/** A mesh in metres, z up: corners as [x, y, z, ...], and three corners for each triangle. */
export interface Mesh {
  readonly corners: Float64Array;
  readonly triangles: Uint32Array;
}

/** Rows of a 3 x 4 matrix: rotation, scale and translation. */
type Affine = readonly number[];
/** Numbers of corners and faces that are read, however often a part of the document is placed: a trash can has 40,000. */
const MAX_NUMBERS = 5_000_000;
/** Nodes that are placed, and nodes in each other. */
const MAX_NODES = 20_000;
const MAX_DEPTH = 64;
const identity: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/**
 * The triangles of a COLLADA 1.4 or 1.5 document: what the nodes of its scene place, in metres (`<unit meter>`) with z up
 * (`<up_axis>`). Read are polylist, triangles and polygons without holes; pictures, skins and physics are passed over.
 * Throws FormatError naming the element.
 */
export function readCollada(text: string, input: string): Mesh {
  const root = parseXml(text, input);
  if (root.tag !== 'COLLADA') throw new FormatError('foreign', input, `is no COLLADA: its root is <${root.tag}>`);
  const asset = childOf(root, 'asset');
  const unit = asset === undefined ? undefined : childOf(asset, 'unit');
  const meter = Number(unit?.attributes.meter ?? 1);
  if (!(meter > 0)) throw new FormatError('malformed', input, `meter should be > 0, got ${meter}`, unit?.path);
  const up = asset === undefined ? undefined : childOf(asset, 'up_axis')?.text;
  const reader = new ColladaReader(root, input);
  reader.addScene(upright(up ?? 'Y_UP', meter));
  return reader.mesh();
}

/** Turns the document's axes to ours, z up, and its unit to metres. */
function upright(up: string, m: number): Affine {
  if (up === 'Z_UP') return [m, 0, 0, 0, 0, m, 0, 0, 0, 0, m, 0];
  if (up === 'X_UP') return [0, -m, 0, 0, 0, 0, -m, 0, m, 0, 0, 0];
  return [m, 0, 0, 0, 0, 0, -m, 0, 0, m, 0, 0];
}

class ColladaReader {
  readonly #input: string;
  readonly #root: XmlElement;
  readonly #byId = new Map<string, XmlElement>();
  readonly #corners: number[] = [];
  readonly #triangles: number[] = [];
  #numbers = 0;
  #nodes = 0;

  constructor(root: XmlElement, input: string) {
    this.#root = root;
    this.#input = input;
    const index = (element: XmlElement): void => {
      // Some exporters give a scene and its node one id: they differ in their tag.
      if (element.attributes.id !== undefined) this.#byId.set(`${element.tag}#${element.attributes.id}`, element);
      for (const child of element.children) index(child);
    };
    index(root);
  }

  mesh(): Mesh {
    return { corners: Float64Array.from(this.#corners), triangles: Uint32Array.from(this.#triangles) };
  }

  /** Adds what the scene shows; a document without a scene is taken as its geometries where they are. */
  addScene(T: Affine): void {
    const scene = childOf(this.#root, 'scene');
    const instance = scene === undefined ? undefined : childOf(scene, 'instance_visual_scene');
    if (instance !== undefined) {
      for (const node of childrenOf(this.#find('visual_scene', instance.attributes.url, instance), 'node'))
        this.#addNode(node, T);
      return;
    }
    for (const library of childrenOf(this.#root, 'library_geometries'))
      for (const geometry of childrenOf(library, 'geometry')) this.#addGeometry(geometry, T);
  }

  #find(tag: string, url: string | undefined, by: XmlElement): XmlElement {
    const element = this.#byId.get(`${tag}${url}`);
    if (element === undefined)
      throw new FormatError('missing', this.#input, `refers to ${url}, which is not in the document`, by.path);
    return element;
  }

  #addNode(node: XmlElement, T_parent: Affine, depth = 0): void {
    if (depth > MAX_DEPTH || ++this.#nodes > MAX_NODES)
      throw new FormatError('unsupported', this.#input, 'places its parts in each other without end', node.path);
    let T = T_parent;
    for (const child of node.children) T = multiply(T, this.#transform(child) ?? identity);
    for (const child of node.children) {
      if (child.tag === 'node') this.#addNode(child, T, depth + 1);
      else if (child.tag === 'instance_node')
        this.#addNode(this.#find('node', child.attributes.url, child), T, depth + 1);
      else if (child.tag === 'instance_geometry')
        this.#addGeometry(this.#find('geometry', child.attributes.url, child), T);
    }
  }

  #transform(element: XmlElement): Affine | undefined {
    if (element.tag === 'matrix') return numbersOf(element, this.#input, 16).slice(0, 12);
    if (element.tag === 'translate') {
      const [x, y, z] = numbersOf(element, this.#input, 3);
      return [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z];
    }
    if (element.tag === 'scale') {
      const [x, y, z] = numbersOf(element, this.#input, 3);
      return [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0];
    }
    return element.tag === 'rotate' ? rotation(numbersOf(element, this.#input, 4)) : undefined;
  }

  #addGeometry(geometry: XmlElement, T: Affine): void {
    const mesh = childOf(geometry, 'mesh');
    if (mesh === undefined) return;
    for (const group of mesh.children)
      if (group.tag === 'triangles' || group.tag === 'polylist' || group.tag === 'polygons') this.#addGroup(group, T);
  }

  #addGroup(group: XmlElement, T: Affine): void {
    const inputs = childrenOf(group, 'input');
    const vertex = inputs.find((input) => input.attributes.semantic === 'VERTEX');
    if (vertex === undefined) throw new FormatError('malformed', this.#input, 'has no input VERTEX', group.path);
    const stride = 1 + Math.max(...inputs.map((input) => this.#small(input, 'offset', 0, 0)));
    const first = this.#corners.length / 3;
    const count = this.#addCorners(this.#positions(vertex), T);
    const offset = this.#small(vertex, 'offset', 0, 0);
    for (const { indices, sizes } of this.#faces(group, stride)) {
      let at = 0;
      for (const size of sizes) {
        const corner = (k: number) => {
          const index = indices[(at + k) * stride + offset];
          if (!(index >= 0 && index < count))
            throw new FormatError('malformed', this.#input, `names corner ${index} of ${count}`, group.path);
          return first + index;
        };
        for (let k = 2; k < size; k++) this.#triangles.push(corner(0), corner(k - 1), corner(k));
        at += size;
      }
    }
  }

  /** Index lists of a group with the number of corners of each face in them. */
  #faces(group: XmlElement, stride: number): { indices: number[]; sizes: number[] }[] {
    const lists = childrenOf(group, 'p').map((p) => this.#numbersOf(p));
    if (group.tag === 'polygons') return lists.map((indices) => ({ indices, sizes: [indices.length / stride] }));
    const counts = childOf(group, 'vcount');
    return lists.map((indices) => ({
      indices,
      sizes: counts === undefined ? Array(Math.floor(indices.length / stride / 3)).fill(3) : this.#numbersOf(counts),
    }));
  }

  /** The float array behind an input, through <vertices>, and how many numbers a corner takes in it. */
  #positions(vertex: XmlElement): { numbers: number[]; step: number } {
    const vertices = this.#find('vertices', vertex.attributes.source, vertex);
    const position = childrenOf(vertices, 'input').find((input) => input.attributes.semantic === 'POSITION');
    if (position === undefined) throw new FormatError('malformed', this.#input, 'has no input POSITION', vertices.path);
    const source = this.#find('source', position.attributes.source, position);
    const array = childOf(source, 'float_array');
    if (array === undefined) throw new FormatError('missing', this.#input, 'has no <float_array>', source.path);
    const common = childOf(source, 'technique_common');
    const accessor = common === undefined ? undefined : childOf(common, 'accessor');
    return {
      numbers: this.#numbersOf(array),
      step: accessor === undefined ? 3 : this.#small(accessor, 'stride', 3, 3),
    };
  }

  /** A whole number of an attribute, in [least, 64]: how many numbers stand together, and which of them is meant. */
  #small(element: XmlElement, attribute: string, absent: number, least: number): number {
    const value = Number(element.attributes[attribute] ?? absent);
    if (Number.isInteger(value) && value >= least && value <= 64) return value;
    throw new FormatError(
      'malformed',
      this.#input,
      `${attribute} should be a whole number in [${least}, 64], got "${element.attributes[attribute]}"`,
      element.path,
    );
  }

  #numbersOf(element: XmlElement): number[] {
    const numbers = numbersOf(element, this.#input);
    this.#numbers += numbers.length;
    if (this.#numbers > MAX_NUMBERS)
      throw new FormatError(
        'unsupported',
        this.#input,
        `has more than ${MAX_NUMBERS} numbers of corners and faces, which are all that is read`,
        element.path,
      );
    return numbers;
  }

  #addCorners({ numbers, step }: { numbers: number[]; step: number }, T: Affine): number {
    for (let i = 0; i + 2 < numbers.length; i += step) {
      const [x, y, z] = [numbers[i], numbers[i + 1], numbers[i + 2]];
      for (let row = 0; row < 12; row += 4)
        this.#corners.push(T[row] * x + T[row + 1] * y + T[row + 2] * z + T[row + 3]);
    }
    return Math.floor(numbers.length / step);
  }
}

function multiply(A: Affine, B: Affine): Affine {
  return Array.from({ length: 12 }, (_, i) => {
    const row = i - (i % 4);
    const column = i % 4;
    const sum = A[row] * B[column] + A[row + 1] * B[4 + column] + A[row + 2] * B[8 + column];
    return column === 3 ? sum + A[row + 3] : sum;
  });
}

/** About an axis by degrees (Rodrigues). */
function rotation([ax, ay, az, degrees]: number[]): Affine {
  const length = Math.sqrt(ax * ax + ay * ay + az * az) || 1;
  const [x, y, z] = [ax / length, ay / length, az / length];
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [cos(angle), sin(angle)];
  const t = 1 - c;
  return [
    t * x * x + c,
    t * x * y - s * z,
    t * x * z + s * y,
    0,
    t * x * y + s * z,
    t * y * y + c,
    t * y * z - s * x,
    0,
    t * x * z - s * y,
    t * y * z + s * x,
    t * z * z + c,
    0,
  ];
}
