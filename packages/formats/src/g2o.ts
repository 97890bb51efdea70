import { type SE2, wrapAngle } from '@homebound/math';
import { excerpt, FormatError } from './formatError.ts';
import { LineScanner } from './lineScanner.ts';

/** A measured motion between two vertices. */
export interface G2oEdge {
  readonly from: number;
  readonly to: number;
  readonly T_from_to: SE2;
  /** Upper triangle xx, xy, xt, yy, yt, tt of the inverse covariance: 1/m², 1/(m rad), 1/rad². */
  readonly information: readonly number[];
}

/** A pose graph of the plane as g2o writes it. */
export interface G2oGraph {
  /** In the order of the file; empty when the file gives edges only and leaves the poses to the reader. */
  readonly vertices: readonly { readonly id: number; readonly T_map_node: SE2 }[];
  readonly edges: readonly G2oEdge[];
  /** Vertices that are to stay where they are. */
  readonly fixed: readonly number[];
}

/**
 * A pose graph from g2o text: VERTEX_SE2, EDGE_SE2 and FIX lines; empty lines and those that begin with # are passed over.
 * Throws FormatError with the line: values that are missing or not finite, a vertex twice, an edge or a FIX of a vertex that isn't
 * listed (where any is), 3D or landmark graphs, other kinds of files.
 * Source: Kümmerle, Grisetti, Strasdat, Konolige, Burgard, "g2o", ICRA 2011; the format of its types/slam2d.
 */
export function readG2o(text: string, input = 'g2o graph'): G2oGraph {
  const scanner = new LineScanner(text, input);
  const vertices: { id: number; T_map_node: SE2 }[] = [];
  const edges: G2oEdge[] = [];
  const fixed: number[] = [];
  const lineOfVertex = new Map<number, number>();
  /** The first line that names a vertex elsewhere. */
  const lineOfUse = new Map<number, number>();
  const use = (id: number) => lineOfUse.set(id, lineOfUse.get(id) ?? scanner.line);
  while (scanner.nextLine()) {
    if (scanner.lineDone) continue;
    const tag = scanner.word();
    if (tag.startsWith('#')) continue;
    if (tag === 'VERTEX_SE2') vertices.push(readVertex(scanner, lineOfVertex));
    else if (tag === 'EDGE_SE2') edges.push(readEdge(scanner, use));
    else if (tag === 'FIX') readFix(scanner, use, fixed);
    else throw otherTag(scanner, tag);
    if (!scanner.lineDone)
      throw scanner.error('malformed', `the ${tag} line goes on after its last value: ${excerpt(scanner.word())}`);
  }
  if (edges.length === 0)
    throw new FormatError('empty', input, 'holds no edge; a pose graph has lines that begin with EDGE_SE2');
  for (const [id, line] of lineOfUse)
    if (vertices.length > 0 && !lineOfVertex.has(id))
      throw new FormatError('missing', input, `names vertex ${id}, which no VERTEX_SE2 line gives`, `line ${line}`);
  return { vertices, edges, fixed };
}

/** The same as text; numbers keep all their digits. */
export function writeG2o({ vertices, edges, fixed }: G2oGraph): string {
  const lines = [
    ...vertices.map(({ id, T_map_node: { x, y, theta } }) => `VERTEX_SE2 ${id} ${x} ${y} ${theta}`),
    ...fixed.map((id) => `FIX ${id}`),
    ...edges.map(
      ({ from, to, T_from_to: { x, y, theta }, information }) =>
        `EDGE_SE2 ${from} ${to} ${x} ${y} ${theta} ${information.join(' ')}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function readVertex(scanner: LineScanner, lineOfVertex: Map<number, number>): { id: number; T_map_node: SE2 } {
  const id = wholeNumber(scanner, 'the vertex');
  const before = lineOfVertex.get(id);
  if (before !== undefined) throw scanner.error('malformed', `vertex ${id} stands in line ${before} already`);
  lineOfVertex.set(id, scanner.line);
  return { id, T_map_node: readPose(scanner) };
}

function readEdge(scanner: LineScanner, use: (id: number) => void): G2oEdge {
  const from = wholeNumber(scanner, 'the first vertex');
  const to = wholeNumber(scanner, 'the second vertex');
  if (from === to) throw scanner.error('malformed', `the edge joins vertex ${from} with itself`);
  use(from);
  use(to);
  const T_from_to = readPose(scanner);
  const information = ['xx', 'xy', 'xt', 'yy', 'yt', 'tt'].map((entry) => finite(scanner, `information ${entry}`));
  return { from, to, T_from_to, information };
}

function readFix(scanner: LineScanner, use: (id: number) => void, fixed: number[]): void {
  do {
    const id = wholeNumber(scanner, 'the fixed vertex');
    fixed.push(id);
    use(id);
  } while (!scanner.lineDone);
}

function readPose(scanner: LineScanner): SE2 {
  const x = finite(scanner, 'x');
  const y = finite(scanner, 'y');
  return { x, y, theta: wrapAngle(finite(scanner, 'theta')) };
}

function finite(scanner: LineScanner, field: string): number {
  const value = scanner.number(field);
  if (!Number.isFinite(value)) throw scanner.error('malformed', `${field} should be finite, got ${value}`);
  return value;
}

function wholeNumber(scanner: LineScanner, field: string): number {
  const value = scanner.number(field);
  if (!Number.isSafeInteger(value) || value < 0)
    throw scanner.error('malformed', `${field} should be a whole number from 0 on, got ${value}`);
  return value;
}

/** What else g2o and its kin write, against what is no graph at all. */
function otherTag(scanner: LineScanner, tag: string): FormatError {
  if (/^(VERTEX|EDGE|PARAMS|FIX|ROBOT|EQUIV)/.test(tag))
    return scanner.error(
      'unsupported',
      `${excerpt(tag)} lines are not read; only graphs of VERTEX_SE2 and EDGE_SE2 are`,
    );
  return scanner.error(
    'foreign',
    `${excerpt(tag)} is no g2o line; a pose graph has lines that begin with VERTEX_SE2 and EDGE_SE2 (gzip is unpacked first)`,
  );
}
