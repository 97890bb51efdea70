import type { Detection, Detector, RgbImage } from '@homebound/vision';
import { type Anchors, ssdAnchors } from './anchors.ts';
import { decodeBoxes } from './decodeBoxes.ts';
import { checkedModel } from './modelFolder.ts';
import { type DetectorModel, type DetectorModelName, detectorModels } from './models.ts';
import { netInputInto } from './netInput.ts';
import { type Inference, openOnnx } from './onnxRuntime.ts';

export interface DetectorOptions {
  /** What is less sure is left out. In (0, 1). */
  readonly minScore: number;
  /** The same for people: who uses their boxes to keep pictures of them out wants to hear of a guess, too. */
  readonly minPersonScore: number;
  /** Of two boxes of one word that overlap by more, the less sure goes. */
  readonly maxOverlap: number;
}
export const detectorDefaults: DetectorOptions = { minScore: 0.4, minPersonScore: 0.15, maxOverlap: 0.5 };

/** Side of the nets' picture, px, and of the maps that their heads look at, cells. */
export const NET_SIDE = 300;
export const HEAD_SIDES = [19, 10, 5, 3, 2, 1];

/** One of `detectorModels` behind vision's port. */
export class SsdDetector implements Detector {
  readonly labels: readonly string[];
  readonly #model: DetectorModel;
  readonly #inference: Inference;
  readonly #options: DetectorOptions;
  readonly #anchors: Anchors = ssdAnchors(HEAD_SIDES);
  /** For the next picture: a megabyte ten times a second would lie about until the next large collection. Absent while it is in use. */
  #input: Float32Array | undefined;

  constructor(model: DetectorModel, inference: Inference, options: Partial<DetectorOptions> = {}) {
    this.#model = model;
    this.#inference = inference;
    this.#options = { ...detectorDefaults, ...options };
    this.labels = model.labels.filter((label) => label !== '');
  }

  async detect(image: RgbImage): Promise<readonly Detection[]> {
    const { width_px, height_px } = image;
    const { codes, logits } = await this.#raw(image);
    const { minScore, minPersonScore, maxOverlap } = this.#options;
    return decodeBoxes(codes, logits, this.#anchors, {
      labels: this.#model.labels,
      minScore: (label) => (label === 'person' ? minPersonScore : minScore),
      maxOverlap,
      width_px,
      height_px,
    });
  }

  async #raw(image: RgbImage): Promise<Awaited<ReturnType<Inference['run']>>> {
    const input = this.#input ?? new Float32Array(3 * NET_SIDE * NET_SIDE);
    this.#input = undefined;
    try {
      netInputInto(input, image, NET_SIDE, this.#model.pixelCentre);
      return await this.#inference.run(input);
    } finally {
      // The picture is gone once it was looked at.
      input.fill(0);
      this.#input = input;
    }
  }

  close(): Promise<void> {
    return this.#inference.close();
  }
}

/** Opens a model that `installModel` wrote. Rejects with Error when it, or onnxruntime-node, is not there. */
export async function openDetector(
  name: DetectorModelName,
  folder: string,
  options: Partial<DetectorOptions> = {},
): Promise<Detector> {
  return new SsdDetector(detectorModels[name], await openOnnx(checkedModel(name, folder), NET_SIDE), options);
}
