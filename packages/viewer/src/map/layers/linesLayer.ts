import type { PointsMessage } from '@homebound/wire';
import {
  BufferAttribute,
  Color,
  CustomBlending,
  DynamicDrawUsage,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  Mesh,
  OneFactor,
  ShaderMaterial,
  Sphere,
  Vector2,
  ZeroFactor,
} from 'three';
import { height, type Layer } from '../layer.ts';
import type { Theme, ThemeColor } from '../theme.ts';
import type { Mover, Progress } from '../transition.ts';

const vertexShader = /* glsl */ `
  attribute vec2 from;
  attribute vec2 to;
  attribute vec2 fromOff; // where the points were before, less where they are; 0 while nothing moves
  attribute vec2 toOff;
  uniform float rest;
  uniform vec2 viewport;
  uniform float width;
  varying vec2 vAlong;
  varying float vLength;
  void main() {
    vec4 a = projectionMatrix * modelViewMatrix * vec4(from + rest * fromOff, 0.0, 1.0);
    vec4 b = projectionMatrix * modelViewMatrix * vec4(to + rest * toOff, 0.0, 1.0);
    vec2 pa = 0.5 * viewport * a.xy / a.w;
    vec2 pb = 0.5 * viewport * b.xy / b.w;
    float len = distance(pa, pb);
    vec2 along = len > 1e-4 ? (pb - pa) / len : vec2(1.0, 0.0);
    float reach = 0.5 * width + 1.0;
    vec2 p = mix(pa, pb, position.x) + along * (2.0 * position.x - 1.0) * reach + vec2(-along.y, along.x) * position.y * reach;
    vAlong = vec2(position.x * len + (2.0 * position.x - 1.0) * reach, position.y * reach);
    vLength = len;
    vec4 end = position.x < 0.5 ? a : b;
    gl_Position = vec4(2.0 * p / viewport * end.w, end.z, end.w);
    // A pair of NaN lifts the pen: both segments that touch it are moved out of sight. (NaN is not equal to itself.)
    if (from.x != from.x || to.x != to.x || a.w <= 0.0 || b.w <= 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  }
`;
const fragmentShader = /* glsl */ `
  uniform vec3 color;
  uniform float width;
  varying vec2 vAlong;
  varying float vLength;
  void main() {
    float off = length(vec2(vAlong.x - clamp(vAlong.x, 0.0, vLength), vAlong.y));
    float alpha = 1.0 - smoothstep(0.5 * width - 0.5, 0.5 * width + 0.5, off);
    if (alpha < 0.01) discard;
    gl_FragColor = vec4(color, alpha);
  }
`;

const maxRanges = 32;

/** Polylines of constant width on screen, with round joins. Points live in one buffer that grows by doubling; appending uploads the new end only. */
export class LinesLayer implements Layer, Mover {
  readonly object: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  readonly #color: ThemeColor;
  #points = new Float32Array(2 * 256);
  #count = 0;
  #buffer: InstancedInterleavedBuffer;
  /** Points as they were drawn when the map moved. */
  #held: Float32Array | undefined;

  constructor(type: 'trail' | 'path' | 'plan', width_px: number) {
    this.#color = type;
    const material = new ShaderMaterial({
      vertexShader,
      fragmentShader,
      uniforms: {
        color: { value: new Color() },
        width: { value: width_px },
        viewport: { value: new Vector2(1, 1) },
        rest: { value: 0 },
      },
      transparent: true, // drawn after the floor
      // Soft edges by coverage, not by blending: where segments overlap, blending twice would string beads on the line.
      alphaToCoverage: true,
      blending: CustomBlending,
      blendSrc: OneFactor,
      blendDst: ZeroFactor,
      blendSrcAlpha: ZeroFactor,
      blendDstAlpha: OneFactor, // the canvas stays opaque
      depthWrite: false,
    });
    this.object = new Mesh(new InstancedBufferGeometry(), material);
    this.object.frustumCulled = false;
    this.object.position.z = height[type];
    this.object.renderOrder = height[type] * 1000;
    this.#buffer = this.#attach();
  }

  /** Buffer attributes over the points: instance i is the segment from point i to point i + 1. */
  #attach(offsets?: InstancedInterleavedBuffer): InstancedInterleavedBuffer {
    this.object.geometry.dispose();
    const geometry = new InstancedBufferGeometry();
    const corners = new Float32Array([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0]);
    geometry.setAttribute('position', new BufferAttribute(corners, 3));
    geometry.setIndex([0, 1, 2, 0, 2, 3]);
    const buffer = new InstancedInterleavedBuffer(this.#points, 2);
    buffer.setUsage(DynamicDrawUsage);
    geometry.setAttribute('from', new InterleavedBufferAttribute(buffer, 2, 0));
    geometry.setAttribute('to', new InterleavedBufferAttribute(buffer, 2, 2));
    if (offsets !== undefined) {
      geometry.setAttribute('fromOff', new InterleavedBufferAttribute(offsets, 2, 0));
      geometry.setAttribute('toOff', new InterleavedBufferAttribute(offsets, 2, 2));
    }
    geometry.instanceCount = Math.max(0, this.#count - 1);
    geometry.boundingSphere = new Sphere(); // never culled, and flat points have none that three could compute
    this.object.geometry = geometry;
    return buffer;
  }

  /** Keeps the first `first` points and appends the rest. */
  set({ first, points }: Pick<PointsMessage, 'first' | 'points'>): void {
    const kept = Math.min(first, this.#count);
    this.#count = kept + points.length / 2;
    const needed = 2 * this.#count;
    if (needed > this.#points.length) {
      const larger = new Float32Array(Math.max(needed, 2 * this.#points.length));
      larger.set(this.#points.subarray(0, 2 * kept));
      this.#points = larger;
      larger.set(points, 2 * kept);
      this.#buffer = this.#attach();
    } else {
      this.#points.set(points, 2 * kept);
      this.#uploadLater(2 * kept, points.length);
    }
    this.object.geometry.instanceCount = Math.max(0, this.#count - 1);
    if (this.#held !== undefined) this.#setOffsets(this.#held);
  }

  hold(): void {
    const { rest } = this.object.material.uniforms;
    const offsets = this.object.geometry.getAttribute('fromOff');
    this.#held = this.#points.slice(0, 2 * this.#count);
    if (offsets !== undefined)
      for (let i = 0; i < this.#held.length; i++) this.#held[i] += rest.value * offsets.array[i];
    this.#setOffsets(this.#held);
    rest.value = 1;
  }

  progress({ way }: Progress): void {
    this.object.material.uniforms.rest.value = 1 - way;
    if (way < 1 || this.#held === undefined) return;
    this.#held = undefined;
    this.#buffer = this.#attach();
  }

  /** Each point comes from where it was held. Only a line that is still the same one: longer at most, where it grows. */
  #setOffsets(held: Float32Array): void {
    const offsets = new Float32Array(this.#points.length);
    const n = held.length;
    const isSame = this.#color === 'trail' ? n <= 2 * this.#count : n === 2 * this.#count;
    for (let i = 0; isSame && i < n; i++) offsets[i] = held[i] - this.#points[i];
    this.#buffer = this.#attach(new InstancedInterleavedBuffer(offsets, 2));
  }

  /** A hidden layer is not drawn, so its ranges stay on the list: past a few they become one. */
  #uploadLater(start: number, length: number): void {
    const buffer = this.#buffer;
    if (length > 0) buffer.addUpdateRange(start, length);
    if (buffer.updateRanges.length > maxRanges) {
      buffer.clearUpdateRanges();
      buffer.addUpdateRange(0, 2 * this.#count);
    }
    buffer.needsUpdate = true;
  }

  resize(width_px: number, height_px: number): void {
    this.object.material.uniforms.viewport.value.set(width_px, height_px);
  }

  clear(): void {
    this.set({ first: 0, points: new Float32Array(0) });
  }

  dress(theme: Theme): void {
    this.object.material.uniforms.color.value.copy(theme[this.#color]);
  }

  dispose(): void {
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}
