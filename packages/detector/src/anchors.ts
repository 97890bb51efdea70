/** Boxes of an anchor grid: centre y, centre x, height, width, interleaved, in shares of the picture. */
export type Anchors = Float64Array;

const MIN_SCALE = 0.2;
const MAX_SCALE = 0.95;
const RATIOS = [1, 2, 0.5, 3, 0.3333];

/**
 * The anchors of an SSD over square maps, as TensorFlow's `ssd_anchor_generator` with a reduced lowest layer lays them: three a cell of the first map, six
 * a cell of the others. Source: Liu et al., ECCV 2016, Eq. (4), and the scale between two layers for the sixth.
 * @param sides cells along a side of each map, the finest first
 */
export function ssdAnchors(sides: readonly number[]): Anchors {
  const scaleOf = (layer: number): number =>
    layer === sides.length ? 1 : MIN_SCALE + ((MAX_SCALE - MIN_SCALE) * layer) / (sides.length - 1);
  const out: number[] = [];
  for (const [layer, side] of sides.entries()) {
    const scale = scaleOf(layer);
    const boxes =
      layer === 0
        ? [boxOf(0.1, 1), boxOf(scale, 2), boxOf(scale, 0.5)]
        : [...RATIOS.map((ratio) => boxOf(scale, ratio)), boxOf(Math.sqrt(scale * scaleOf(layer + 1)), 1)];
    for (let iy = 0; iy < side; iy++)
      for (let ix = 0; ix < side; ix++)
        for (const [h, w] of boxes) out.push((iy + 0.5) / side, (ix + 0.5) / side, h, w);
  }
  return Float64Array.from(out);
}

function boxOf(scale: number, ratio: number): [height: number, width: number] {
  return [scale / Math.sqrt(ratio), scale * Math.sqrt(ratio)];
}
