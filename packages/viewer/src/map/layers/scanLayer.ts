import { BufferAttribute, BufferGeometry, Color, DynamicDrawUsage, Points, ShaderMaterial, Sphere } from 'three';
import { height, type Layer } from '../layer.ts';
import type { Theme } from '../theme.ts';
import type { Mover, Progress } from '../transition.ts';

const vertexShader = /* glsl */ `
  uniform float size;
  void main() {
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position.xy, 0.0, 1.0);
    gl_PointSize = size;
  }
`;
const fragmentShader = /* glsl */ `
  uniform vec3 color;
  uniform float opacity;
  void main() {
    float r = 2.0 * length(gl_PointCoord - 0.5);
    float alpha = 1.0 - smoothstep(0.7, 1.0, r);
    if (alpha < 0.01) discard;
    gl_FragColor = vec4(color, alpha * opacity);
  }
`;

/** Where the lidar's beams ended, as round dots. A look does not move with the map: the next one fades in with it. */
export class ScanLayer implements Layer, Mover {
  readonly object: Points<BufferGeometry, ShaderMaterial>;

  constructor(size_px: number) {
    const material = new ShaderMaterial({
      vertexShader,
      fragmentShader,
      uniforms: { color: { value: new Color() }, size: { value: size_px }, opacity: { value: 1 } },
      transparent: true,
      depthWrite: false,
    });
    this.object = new Points(new BufferGeometry(), material);
    this.object.frustumCulled = false;
    this.object.position.z = height.scan;
    this.object.renderOrder = height.scan * 1000;
    this.#grow(512);
  }

  #grow(capacity: number): void {
    this.object.geometry.dispose();
    this.object.geometry = new BufferGeometry();
    const attribute = new BufferAttribute(new Float32Array(2 * capacity), 2).setUsage(DynamicDrawUsage);
    this.object.geometry.setAttribute('position', attribute);
    this.object.geometry.setDrawRange(0, 0);
    this.object.geometry.boundingSphere = new Sphere(); // never culled, and flat points have none that three could compute
  }

  /** @param points_map m, interleaved */
  set(points_map: Float32Array): void {
    const n = points_map.length / 2;
    const capacity = this.object.geometry.getAttribute('position').count;
    if (n > capacity) this.#grow(Math.max(n, 2 * capacity));
    const attribute = this.object.geometry.getAttribute('position');
    attribute.array.set(points_map);
    attribute.needsUpdate = true;
    this.object.geometry.setDrawRange(0, n);
  }

  hold(): void {}

  progress({ way }: Progress): void {
    this.object.material.uniforms.opacity.value = way;
  }

  clear(): void {
    this.set(new Float32Array(0));
  }

  dress(theme: Theme): void {
    this.object.material.uniforms.color.value.copy(theme.scan);
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}
