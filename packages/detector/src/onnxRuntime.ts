import { INPUT } from './net.ts';
import { BOXES, CLASSES } from './onnx.ts';

/** What a net is asked: a picture [3, side, side] gives raw codes and logits by anchor. */
export interface Inference {
  /** The picture may be written over once this has returned a promise that was kept. */
  run(image: Float32Array): Promise<{ codes: Float32Array; logits: Float32Array }>;
  close(): Promise<void>;
}

/** The little of onnxruntime-node that is used: it is not installed by default, so its own types are not here. */
interface Runtime {
  readonly InferenceSession: {
    create(path: string, options: object): Promise<Session>;
  };
  readonly Tensor: new (
    type: 'float32',
    data: Float32Array,
    shape: readonly number[],
  ) => { readonly data: Float32Array };
}
interface Session {
  run(feeds: object): Promise<Record<string, { readonly data: Float32Array }>>;
  release(): Promise<void>;
}

const RUNTIME = 'onnxruntime-node';

/** Opens a model's file in onnxruntime-node, on one thread. Rejects with Error that tells how to install it when it is not there. */
export async function openOnnx(path: string, side: number): Promise<Inference> {
  const { InferenceSession, Tensor } = await load();
  const session = await InferenceSession.create(path, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // 10 MB less for 1 ms more a picture.
    enableCpuMemArena: false,
    logSeverityLevel: 3,
  });
  return {
    run: async (image) => {
      const { [BOXES]: boxes, [CLASSES]: classes } = await session.run({
        [INPUT]: new Tensor('float32', image, [1, 3, side, side]),
      });
      return { codes: boxes.data, logits: classes.data };
    },
    close: () => session.release(),
  };
}

async function load(): Promise<Runtime> {
  try {
    const module = await import(RUNTIME);
    return module.default ?? module;
  } catch (cause) {
    throw new Error(`${RUNTIME} can't be loaded; npm install --no-save ${RUNTIME}@1.30.0 installs it (288 MB)`, {
      cause,
    });
  }
}
