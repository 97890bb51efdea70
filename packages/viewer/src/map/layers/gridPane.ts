import type { GridFrame } from '@homebound/wire';
import { type Color, Mesh, PlaneGeometry, ShaderMaterial, type Texture, Vector2 } from 'three';

const vertexShader = /* glsl */ `
  varying vec2 vCell;
  uniform vec2 size;
  void main() {
    vCell = uv * size;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  }
`;

/**
 * Cells are classes, not shades: mixing "unknown" with "wall" would give "free". So each class is a mask of its own, mixed
 * over the four nearest cells and cut at one half, which draws cells as smooth outlines at any zoom.
 */
const smoothMask = /* glsl */ `
  varying vec2 vCell;
  uniform vec2 size;
  uniform sampler2D cells;
  uniform vec3 first;
  uniform vec3 second;
  uniform float opacity;
  vec2 classOf(float cell);
  vec2 at(ivec2 p) {
    return classOf(floor(texelFetch(cells, clamp(p, ivec2(0), ivec2(size) - 1), 0).r * 255.0 + 0.5));
  }
  vec2 masks() {
    vec2 p = vCell - 0.5;
    ivec2 i = ivec2(floor(p));
    vec2 f = p - vec2(i);
    vec2 mask = mix(mix(at(i), at(i + ivec2(1, 0)), f.x), mix(at(i + ivec2(0, 1)), at(i + ivec2(1, 1)), f.x), f.y);
    float soft = clamp(0.7 * max(fwidth(vCell.x), fwidth(vCell.y)), 0.02, 0.5);
    return smoothstep(0.5 - soft, 0.5 + soft, mask);
  }
`;

/** How cells become colours. */
export interface Paint {
  /** Body of a GLSL function from a cell in 0..255 to two masks in [0, 1]. */
  readonly classOf: string;
  /** Body of one from the smoothed `mask` and the colours `first` and `second` to the colour, with alpha. */
  readonly paint: string;
}

/** The cells of one texture, drawn where their frame lies. Colours and texture are borrowed. */
export class GridPane {
  readonly object: Mesh<PlaneGeometry, ShaderMaterial>;

  constructor(z: number, order: number, { classOf, paint }: Paint, first: Color, second: Color) {
    const material = new ShaderMaterial({
      vertexShader,
      fragmentShader: `${smoothMask}
        vec2 classOf(float cell) { ${classOf} }
        vec4 paint(vec2 mask) { ${paint} }
        void main() {
          gl_FragColor = paint(masks());
          gl_FragColor.a *= opacity;
        }`,
      uniforms: {
        cells: { value: null as Texture | null },
        size: { value: new Vector2(1, 1) },
        first: { value: first },
        second: { value: second },
        opacity: { value: 1 },
      },
      transparent: true,
      depthWrite: false,
    });
    this.object = new Mesh(new PlaneGeometry(1, 1), material);
    this.object.position.z = z;
    this.object.renderOrder = order;
    this.object.visible = false;
  }

  show(texture: Texture, { width, height, resolution_m, originX_m, originY_m }: GridFrame): void {
    const [sizeX_m, sizeY_m] = [width * resolution_m, height * resolution_m];
    this.object.scale.set(sizeX_m, sizeY_m, 1);
    this.object.position.set(originX_m + sizeX_m / 2, originY_m + sizeY_m / 2, this.object.position.z);
    this.object.material.uniforms.cells.value = texture;
    this.object.material.uniforms.size.value.set(width, height);
    this.object.visible = true;
  }

  hide(): void {
    this.object.visible = false;
    this.object.material.uniforms.cells.value = null;
  }

  set opacity(opacity: number) {
    this.object.material.uniforms.opacity.value = opacity;
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}
