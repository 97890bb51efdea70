import { type Command, Option } from 'commander';
import { examples, list } from './optionValues.ts';

/** What a household has of its robot without a page: its history, and when it cleans by itself. */
export function addHomeCommands(program: Command): void {
  program
    .command('history')
    .summary('what was cleaned, when, by whose wish, and how it ended')
    .description('Lists the runs that a robot has kept in its folder, the newest first. It must not be running.')
    .argument('<folder>', 'the folder of --home')
    .option('--run <id>', 'one run with all that happened in it')
    .option('--delete <id|all>', 'remove a run, or all of them, for good')
    .option('--json', 'print as JSON to standard output')
    .addHelpText('after', examples('history my-home/', 'history my-home/ --delete all'))
    .action(async (folder, options) => (await import('./commands/history.ts')).history(folder, options));

  program
    .command('log')
    .summary('who did what with the robot')
    .description(
      'Lists who drove it, looked at it, paired with it, took or deleted what, and what was refused: for whoever has the robot in hand, without a login. Of a robot that is off by the folder of its home, of one that runs by --run on its own console.',
    )
    .argument('[folder]', 'the folder of --home')
    .option('--run <folder>', 'folder of the sockets of a robot that runs, as for serve')
    .option('--mind-user <user>', 'whom its mind belongs to (default: this user)')
    .option('--json', 'print as JSON to standard output')
    .addHelpText('after', examples('log my-home/', 'log --run /run/homebound-mind --mind-user homebound-mind'))
    .action(async (folder, options) => (await import('./commands/log.ts')).log(folder, options));

  program
    .command('schedule')
    .summary('when the robot cleans by itself')
    .description(
      'Lists what is cleaned by itself and when, by the clock on the wall of the home; sets it. The robot must not be running: what a running one does is set over its API.',
    )
    .argument('<folder>', 'the folder of --home')
    .option('--set <id>', 'make a schedule of this name, or make it anew')
    .option('--at <HH:MM>', 'when it is due')
    .option('--days <days>', 'daily, mon-fri or sat,sun', 'daily')
    .option('--rooms <list>', 'rooms by number, in this order (default: everywhere)', list)
    .addOption(
      new Option('--passes <how>', 'sweep everything once, twice, or twice crosswise').choices(['1', '2', 'crossed']),
    )
    .option('--off', 'it is kept and rests')
    .option('--remove <id>', 'remove a schedule')
    .option('--zone <name>', 'time zone of the home, such as Europe/Berlin')
    .option('--json', 'print as JSON to standard output')
    .addHelpText(
      'after',
      examples('schedule my-home/', 'schedule my-home/ --zone Europe/Berlin --set mornings --at 09:00 --days mon-fri'),
    )
    .action(async (folder, options) => (await import('./commands/schedule.ts')).schedule(folder, options));
}
