import { readCollada } from './collada.ts';
import { meshShapes } from './meshShapes.ts';
import { readSdf } from './readSdf.ts';

/** A box of 2 x 1 x 0.5 units from its low corner, its faces as quads. */
const boxCorners = '0 0 0 2 0 0 2 1 0 0 1 0 0 0 0.5 2 0 0.5 2 1 0.5 0 1 0.5';
const quads = '0 3 2 1 4 5 6 7 0 1 5 4 1 2 6 5 2 3 7 6 3 0 4 7';
const sources = `<source id="c"><float_array id="a" count="24">${boxCorners}</float_array>
  <technique_common><accessor source="#a" count="8" stride="3"/></technique_common></source>
  <vertices id="v"><input semantic="POSITION" source="#c"/></vertices>`;

function document({ unit = '', up = 'Z_UP', node = '', faces = '' } = {}): string {
  const list = `<polylist count="6"><input semantic="VERTEX" source="#v" offset="0"/><vcount>4 4 4 4 4 4</vcount><p>${quads}</p></polylist>`;
  return `<COLLADA version="1.4.1"><asset>${unit}<up_axis>${up}</up_axis></asset>
  <library_geometries><geometry id="g"><mesh>${sources}${faces || list}</mesh></geometry></library_geometries>
  <library_visual_scenes><visual_scene id="s"><node id="s">${node}<instance_geometry url="#g"/></node></visual_scene></library_visual_scenes>
  <scene><instance_visual_scene url="#s"/></scene></COLLADA>`;
}

const here = { x: 0, y: 0, z: 0, R: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
const matte = { kind: 'matte', reflectivity: 0.5 } as const;
const shapesOf = (text: string, scale = [1, 1, 1]) => meshShapes(readCollada(text, 'box'), here, scale, matte);

/** Extent in x, y and height of all shapes. */
function extent(shapes: ReturnType<typeof shapesOf>): number[] {
  const all = [1e9, -1e9, 1e9, -1e9, 1e9, -1e9];
  for (const shape of shapes) {
    if (shape.kind !== 'prism') throw new Error(`a mesh became a ${shape.kind}`);
    for (let i = 0; i < shape.outline.length; i++) {
      const axis = 2 * (i % 2);
      all[axis] = Math.min(all[axis], shape.outline[i]);
      all[axis + 1] = Math.max(all[axis + 1], shape.outline[i]);
    }
    all[4] = Math.min(all[4], shape.z0_m);
    all[5] = Math.max(all[5], shape.z1_m);
  }
  return all.map((v) => Math.round(v * 1e4) / 1e4);
}

test('a closed box becomes one upright prism, in metres', () => {
  expect(shapesOf(document())).toHaveLength(1);
  expect(extent(shapesOf(document()))).toEqual([0, 2, 0, 1, 0, 0.5]);
});

test.each([
  ['a unit of centimetres', document({ unit: '<unit meter="0.01"/>' }), [0, 0.02, 0, 0.01, 0, 0.005]],
  [
    'a unit that says centimetre and means metre',
    document({ unit: '<unit meter="1" name="centimeter"/>' }),
    [0, 2, 0, 1, 0, 0.5],
  ],
  // y up: x stays, the document's y is our height, its z our -y
  ['y up', document({ up: 'Y_UP' }), [0, 2, -0.5, 0, 0, 1]],
  ['a matrix', document({ node: '<matrix>1 0 0 3 0 1 0 4 0 0 1 5 0 0 0 1</matrix>' }), [3, 5, 4, 5, 5, 5.5]],
  // the point (2, 1) turned by 90 degrees is (-1, 2)
  [
    'a rotation, then a shift',
    document({ node: '<translate>1 0 0</translate><rotate>0 0 1 90</rotate>' }),
    [0, 1, 0, 2, 0, 0.5],
  ],
  ['a scale', document({ node: '<scale>2 1 1</scale>' }), [0, 4, 0, 1, 0, 0.5]],
])('%s is honoured', (_, text, wanted) => {
  expect(extent(shapesOf(text))).toEqual(wanted);
});

test('triangles with other inputs beside the corner are read by their stride', () => {
  const faces = `<triangles count="2"><input semantic="NORMAL" source="#c" offset="0"/><input semantic="VERTEX" source="#v" offset="1"/>
    <p>7 0 7 1 7 5 7 0 7 5 7 4</p></triangles>`;
  // An upright face, as a wall of 2 mm.
  expect(extent(shapesOf(document({ faces })))).toEqual([0, 2, -0.001, 0.001, 0, 0.5]);
});

test('a wedge becomes slices, each as wide as it is anywhere in its height', () => {
  // The top's far corners are moved in to x = 1: at height z it reaches to x = 2 - 2 z.
  const text = document().replace('2 0 0.5 2 1 0.5', '1 0 0.5 1 1 0.5');
  const shapes = shapesOf(text);
  expect(shapes.length).toBeGreaterThan(3);
  for (const shape of shapes) {
    if (shape.kind !== 'prism') throw new Error('no prism');
    const reach = Math.max(...shape.outline.filter((_, i) => i % 2 === 0));
    expect(reach).toBeCloseTo(2 - 2 * shape.z0_m, 6);
  }
});

test('an SDF world stands its meshes at their place and scale', () => {
  const sdf = `<sdf version="1.6" xmlns:homebound="urn:homebound:sdf"><world name="w"><model name="m"><static>1</static><pose frame=''>1 2 0 0 0 0</pose>
    <link name="l"><collision name="c"><geometry><mesh><uri>model://m/box.dae</uri><scale>1 2 1</scale></mesh></geometry></collision></link>
    </model><homebound:dock>5 5 0</homebound:dock></world></sdf>`;
  const world = readSdf(sdf, { resolve: (uri) => (uri === 'model://m/box.dae' ? document() : undefined) });
  expect(world.warnings).toEqual([]);
  expect(world.solids[0].T_world_solid).toMatchObject({ x: 1, y: 2 });
  expect(extent([...world.solids[0].shapes] as ReturnType<typeof shapesOf>)).toEqual([0, 2, 0, 2, 0, 0.5]);
});

test('what is wrong in a document is named', () => {
  expect(() => readCollada('<kml/>', 'box.dae')).toThrow('is no COLLADA: its root is <kml>');
  expect(() => readCollada(document().replace('url="#g"', 'url="#h"'), 'box.dae')).toThrow('refers to #h');
  expect(() => readCollada(document().replace('3 0 4 7', '3 0 4 77'), 'box.dae')).toThrow('names corner 77 of 8');
});
