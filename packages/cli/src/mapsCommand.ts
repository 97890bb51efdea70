import { type Command, Option } from 'commander';
import { examples } from './optionValues.ts';

/** `homebound maps`: the maps that a robot keeps. */
export function addMapsCommand(program: Command): void {
  program
    .command('maps')
    .summary('the maps of homes that are kept in a folder')
    .description(
      'Lists the homes in an encrypted folder of maps with their floor, and the revisions that can be gone back to. The key is in FOLDER.keys.',
    )
    .argument('<folder>', 'the folder')
    .option('--undo <map>', 'go back to the revision before; the newest one is removed')
    .option('--delete <map>', 'remove a map with all its revisions, for good')
    .option('--export <map>', 'write a map as a plain file')
    .addOption(
      new Option(
        '--as <format>',
        'what it is written as: ours, a tar of yaml and pgm, ValetudoMap, or a picture',
      ).choices(['hbmap', 'mapServer', 'valetudo', 'png', 'svg']),
    )
    .option('--out <file>', 'where an exported map goes (default: its id, here)')
    .option('--import <file>', 'take a .hbmap, a ValetudoMap .json or a map_server .yaml in as a map of its own')
    .option('--json', 'print as JSON to standard output')
    .addHelpText('after', examples('maps maps/', 'maps maps/ --undo ground-floor', 'maps maps/ --export ground-floor'))
    .action(async (folder, options) => (await import('./commands/maps.ts')).maps(folder, options));
}
