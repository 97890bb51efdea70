export { type ConvertedModel, convertModel } from './convert.ts';
export { installModel, MODEL_FOLDER, modelsIn } from './modelFolder.ts';
export { type DetectorModel, type DetectorModelName, detectorModelNames, detectorModels } from './models.ts';
export { type ConvLayer, INPUT, mapSizes, type SsdNet, type SumLayer, samePadding } from './net.ts';
export { type Inference, openOnnx } from './onnxRuntime.ts';
export { overlap } from './overlap.ts';
export { plainInference } from './plainInference.ts';
export { type DetectorOptions, detectorDefaults, openDetector, SsdDetector } from './ssdDetector.ts';
