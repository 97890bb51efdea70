import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type DetectorModel,
  type DetectorModelName,
  detectorDefaults,
  detectorModels,
  overlap,
  plainInference,
  SsdDetector,
} from '@homebound/detector';
import type { Detection, RgbImage } from '@homebound/vision';

/** Guesses are compared, too: rendered scenes give little else. */
export const agreeAt = { minScore: 0.1, minPersonScore: 0.1 };

export interface Reference {
  readonly what: string;
  detect(image: RgbImage): Promise<readonly Detection[]>;
}

/** What else computes the same net; in words why there is none. */
export async function referenceOf(name: DetectorModelName): Promise<Reference | string> {
  const model: DetectorModel = detectorModels[name];
  // Installed for the tests alone, or by a person for their robot.
  const folder = ['.cache', '.'].map((at) => join(at, 'node_modules', model.package)).find(existsSync);
  if (folder === undefined) return `${model.package}@${model.version} is not in node_modules`;
  if (name === 'coco') return tensorFlow(folder, model);
  const net = model.net(Object.keys(model.files).map((file) => readFileSync(join(folder, file))));
  const twin = new SsdDetector(model, plainInference(net), agreeAt);
  return { what: 'plain interpreter, 64-bit numbers', detect: (image) => twin.detect(image) };
}

/** As little of TensorFlow.js as is used; it is no dependency of ours. */
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  loadGraphModel(handler: object): Promise<{ executeAsync(input: object): Promise<Tensor[]> }>;
  tensor4d(data: Uint8Array, shape: readonly number[], type: 'int32'): object;
  tensor2d(data: ArrayLike<number>, shape: readonly number[]): object;
  tensor1d(data: ArrayLike<number>): object;
  image: {
    nonMaxSuppressionAsync(
      boxes: object,
      scores: object,
      most: number,
      overlap: number,
      score: number,
    ): Promise<Tensor>;
  };
}
interface Tensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
}

/** The published graph, whole: it resizes, runs and decodes; boxes are suppressed within each class by TensorFlow.js, too. */
async function tensorFlow(folder: string, { labels }: DetectorModel): Promise<Reference | string> {
  const wanted = ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm'];
  let tf: TensorFlow;
  try {
    const [core, wasm] = await Promise.all(wanted.map((name) => import(name)));
    const [main] = [import.meta.resolve(wanted[1])].map((url) => dirname(new URL(url).pathname));
    wasm.setWasmPaths(`${main}/`);
    tf = core;
    await tf.setBackend('wasm');
    await tf.ready();
  } catch (error) {
    return `TensorFlow.js is not in node_modules: ${(error as Error).message.split('\n')[0]}`;
  }
  const place = join(folder, 'models', 'coco-ssd');
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(place, 'model.json'), 'utf8'));
  const [{ paths, weights: weightSpecs }] = weightsManifest;
  const bytes = Buffer.concat(paths.map((file: string) => readFileSync(join(place, file))));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const graph = await tf.loadGraphModel({ load: async () => ({ modelTopology, weightSpecs, weightData }) });
  const { minScore, maxOverlap } = { ...detectorDefaults, ...agreeAt };
  return {
    what: 'TensorFlow.js 4.22.0, wasm',
    detect: async ({ width_px, height_px, data }) => {
      const all = await graph.executeAsync(tf.tensor4d(data, [1, height_px, width_px, 3], 'int32'));
      const [scores, raw] = await Promise.all(
        [...all].sort((a, b) => a.shape.length - b.shape.length).map((one) => one.data()),
      );
      // Cut at the picture's edge before the suppression, as TensorFlow's `multiclass_non_max_suppression` does with a clip window.
      const boxes = raw.map((share) => Math.min(Math.max(share, 0), 1));
      const count = boxes.length / 4;
      const found: Detection[] = [];
      for (const [c, label] of labels.entries()) {
        if (label === '') continue;
        const ofClass = Float32Array.from({ length: count }, (_, a) => scores[a * labels.length + c]);
        if (ofClass.every((score) => score < minScore)) continue;
        const kept = await tf.image.nonMaxSuppressionAsync(
          tf.tensor2d(boxes, [count, 4]),
          tf.tensor1d(ofClass),
          100,
          maxOverlap,
          minScore,
        );
        for (const a of await kept.data()) {
          const [top, left, bottom, right] = boxes.subarray(4 * a, 4 * a + 4);
          const box = {
            left_px: left * width_px,
            top_px: top * height_px,
            right_px: right * width_px,
            bottom_px: bottom * height_px,
          };
          found.push({ label, score: ofClass[a], ...box });
        }
      }
      return found;
    },
  };
}

/** Boxes this close to the bar may be told by one and not by the other. */
const AT_THE_BAR = 0.01;

/** Pairs boxes of one word by their overlap. `lone`: boxes that the other does not have, but for those at the bar. */
export function agreementOf(ours: readonly Detection[], theirs: readonly Detection[]) {
  const left = [...theirs];
  let [pairs, lone, leastOverlap, mostScoreApart] = [0, 0, 1, 0];
  const isAtBar = ({ score }: Detection): boolean => score < agreeAt.minScore + AT_THE_BAR;
  for (const box of ours) {
    const same = left.filter(({ label }) => label === box.label).sort((a, b) => overlap(b, box) - overlap(a, box));
    const [best] = same;
    if (best === undefined || overlap(best, box) < 0.5) {
      if (!isAtBar(box)) lone++;
      continue;
    }
    left.splice(left.indexOf(best), 1);
    pairs++;
    leastOverlap = Math.min(leastOverlap, overlap(best, box));
    mostScoreApart = Math.max(mostScoreApart, Math.abs(best.score - box.score));
  }
  lone += left.filter((box) => !isAtBar(box)).length;
  return {
    pairs,
    lone,
    leastOverlap,
    mostScoreApart,
    ours: ours.map(({ label, score }) => `${label} ${score.toFixed(2)}`),
  };
}
