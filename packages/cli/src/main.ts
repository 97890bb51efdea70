import { Command, Option } from 'commander';
import { addDetectorCommand } from './detectorCommand.ts';
import { describeError } from './errors.ts';
import { addHomeCommands } from './homeCommands.ts';
import { addMapsCommand } from './mapsCommand.ts';
import {
  camera,
  commaSeparated,
  examples,
  finite,
  kidnap,
  list,
  notNegative,
  numbers,
  passes,
  place,
  port,
  positive,
  remaps,
  seedList,
  wholeNumber,
} from './optionValues.ts';
import { addProcessCommands } from './processCommands.ts';
import { addUpdateCommand } from './updateCommand.ts';

/** The `homebound` command: one file a subcommand, loaded when it is asked for. */
const program = new Command('homebound')
  .description('Homebound: a robot vacuum stack whose maps never leave the robot.')
  .version('0.1.0')
  .showSuggestionAfterError()
  .showHelpAfterError('(add --help for what there is)')
  .exitOverride();

program
  .command('simulate')
  .summary('clean a simulated home, in the browser or headless')
  .description(
    'Runs the simulated home with the whole stack. In the browser by default, or as fast as the machine can with --headless.',
  )
  .option(
    '--world <name|file>',
    'studio, apartment, test_room, S1 to S12; .sdf, .world, map .yaml, ValetudoMap .json; home: or home:MAP, furnished by the seed',
    'apartment',
  )
  .option('--seed <n>', 'seed of everything random, a whole number', wholeNumber, 1)
  .option('--headless', 'no browser, as fast as possible, until docked; exit code 0 only if the job was finished')
  .option('--out <folder>', 'run folder (default: runs/<world>-<seed>-<time>)')
  .option('--port <n>', 'port of the page on 127.0.0.1', port, 8080)
  .option('--speed <factor>', 'speed of time in the browser: a factor, or max', '5')
  .option('--max-time <s>', 'simulated time after which a headless run is given up', positive, 4 * 3600)
  .option('--resolution <m>', 'cell size of the map', positive)
  .option(
    '--kidnap <s[,x,y,yaw]>',
    'carry the robot off after so many seconds: to a place in the world, m and rad, or by the seed',
    kidnap,
  )
  .option(
    '--home <folder>',
    'what the robot knows of its home, encrypted: it finds itself in its map, keeps a history and obeys schedules',
  )
  .option(
    '--camera <name>',
    'an eye for what lies on the floor: depth, rgbd; experimental: laser (takes walls for things) and rgb (colour alone, finds things late and some that are none); on from the start, with --home as it was left',
    camera,
  )
  .option(
    '--detector <folder>',
    'a learned detector names what the camera sees, with --camera rgbd or rgb: see detector',
  )
  .option('--no-recording', 'do not write recording.mcap and its metadata.yaml')
  .option('--json', 'print summary and timing as JSON to standard output, all else to standard error')
  .addHelpText(
    'after',
    examples('simulate', 'simulate --headless --world test_room --seed 1', 'simulate --world my-home.json'),
  )
  .action(async (options) => (await import('./commands/simulate.ts')).simulate(options));

program
  .command('batch')
  .summary('clean worlds × seeds on all cores, one table')
  .description(
    'Cleans each world with each seed, headless, on all cores. A batch that was interrupted goes on when started again with the same --out.',
  )
  .requiredOption('--worlds <list>', 'as for simulate --world, comma-separated', commaSeparated)
  .option('--seeds <list>', 'whole numbers and ranges, such as 1-20,31', seedList, [1])
  .option('--known-map', 'the robot has been there before: an unscored run makes its map first')
  .option('--recharge', 'the battery runs down once in the middle of the job')
  .option('--noise <name>', 'how bad the sensors are', 'realistic')
  .option('--lidar <name>', 'which lidar the robot has', 'lds02rr')
  .option('--max-time <s>', 'simulated time after which a run is given up', positive, 8 * 3600)
  .option('--jobs <n>', 'processes at a time (default: one a core)', positive)
  .option('--out <folder>', 'folder of the batch (default: runs/batch-<time>)')
  .option('--json', 'print the table as JSON to standard output, all else to standard error')
  .addOption(new Option('--one <run>').hideHelp())
  .addHelpText(
    'after',
    examples(
      'batch --worlds apartment,studio --seeds 1-10',
      'batch --worlds home:my-home.yaml --seeds 1-20 --recharge',
    ),
  )
  .action(async (options) => (await import('./commands/batch.ts')).batch(options));

program
  .command('map')
  .summary('a recorded log → a map')
  .description(
    'Builds a map from a recorded log: CARMEN (.log, .log.gz) or a rosbag2 (MCAP file or folder, also zstd) with /scan and, better, /odom.',
  )
  .argument('<log>', 'the log')
  .requiredOption('--out <folder>', 'where map.pgm, map.yaml, map.png, trajectory.csv, online.csv and summary.json go')
  .option('--sensor <json>', 'a laser that the log does not describe: JSON text, or a file with it')
  .option('--resolution <m>', 'cell size of the map', positive, 0.05)
  .option('--no-odometry', 'do not use the odometry of the log, the scans alone')
  .option('--remap <from:=to>', 'of a rosbag2: a topic under another name; may be given again', remaps, [])
  .option('--json', 'print the summary as JSON to standard output')
  .addHelpText(
    'after',
    examples(
      'map fr079.log.gz --out out/',
      `map mines.log.gz --out out/ --sensor '{"beams":682,"fov_deg":240,"maxRange_m":4,"x_m":0.145}'`,
    ),
  )
  .action(async (log, options) => (await import('./commands/map.ts')).map(log, options));

program
  .command('replay')
  .summary('a recording through the same nodes')
  .description(
    "Feeds a run's recorded sensor topics to the nodes again and compares what they answer, bit for bit. A rosbag2 of another robot goes through SLAM, and the depth images of its camera through the eye: what lies on the floor is told.",
  )
  .argument('<recording>', 'a run folder, a rosbag2 folder, or an .mcap file')
  .option('--out <folder>', 'write estimate.csv and the map here')
  .option('--remap <from:=to>', 'a topic under another name; may be given again', remaps, [])
  .option('--json', 'print the result as JSON to standard output')
  .addHelpText(
    'after',
    examples(
      'replay runs/latest',
      'replay my_bag/ --remap /base_scan:=/scan --out out/',
      'replay my_bag/ --remap /front/depth/image_rect_raw:=/camera/depth/image_raw --remap /front/depth/camera_info:=/camera/depth/camera_info',
    ),
  )
  .action(async (recording, options) => (await import('./commands/replay.ts')).replay(recording, options));

program
  .command('view')
  .summary('look at a run folder or a map in the browser')
  .argument('<path>', 'a run folder, a map .yaml or a ValetudoMap .json')
  .option('--port <n>', 'port of the page on 127.0.0.1', port, 8080)
  .addHelpText('after', examples('view runs/latest', 'view out/map.yaml'))
  .action(async (path, options) => (await import('./commands/view.ts')).view(path, options));

program
  .command('score')
  .summary('a run folder → figures')
  .description('Scores a run folder from its truth.csv, estimate.csv and truth_map alone, as somebody else would.')
  .argument('<folder>', 'the run folder')
  .option('--json', 'print as JSON to standard output')
  .addHelpText('after', examples('score runs/latest'))
  .action(async (folder, options) => (await import('./commands/score.ts')).score(folder, options));

program
  .command('plan')
  .summary('a map → rooms, the way of a whole job, and what it takes, without a robot')
  .description(
    'Plans a job on a map: rooms, in which order, every pose of the way. Coordinates are metres in the map frame. An area is two corners of a rectangle, or three and more of a polygon.',
  )
  .argument('<map>', 'map_server .yaml, ValetudoMap .json or Homebound .hbmap')
  .option('--out <folder>', 'where rooms.json, rooms.png, plan.csv, plan.png and report.json go', 'plan-out')
  .option(
    '--rooms <list>',
    'rooms in this order, by number or name: 3,1,kitchen (default: all, in the best order)',
    list,
  )
  .addOption(
    new Option('--passes <how>', 'sweep everything once, twice, or twice crosswise')
      .choices(['1', '2', 'crossed'])
      .argParser(passes),
  )
  .option('--zone <x,y,…>', 'clean an area; may be given again', numbers(4), [])
  .option('--spot <x,y[,radius]>', 'clean around a point; may be given again', numbers(2), [])
  .option('--keep-out <x,y,…>', 'an area not to enter; may be given again', numbers(4), [])
  .option('--wall <x0,y0,x1,y1>', 'a line not to cross; may be given again', numbers(4), [])
  .option('--edges', 'only along walls and furniture')
  .option('--angle <deg>', 'direction of the lanes, counter-clockwise from x', finite)
  .option('--brush <m>', 'width of the brush', positive, 0.2)
  .option('--radius <m>', 'radius of the body', positive, 0.17)
  .option('--margin <m>', 'room kept beyond the body; 0 takes the map for true', notNegative, 0)
  .option('--start <x,y>', 'where the robot is (default: its dock)', place)
  .option('--dock <x,y>', 'where the way ends (default: where the map has it)', place)
  .option('--json', 'print the report as JSON to standard output')
  .addHelpText(
    'after',
    examples(
      'plan my-home.json',
      'plan home.yaml --out out/ --rooms 3,1 --passes crossed',
      'plan home.yaml --zone 1,1,3,2.5 --keep-out 4,0,5,1',
    ),
  )
  .action(async (map, options) => (await import('./commands/plan.ts')).plan(map, options));

addMapsCommand(program);
addUpdateCommand(program);
addDetectorCommand(program);
addProcessCommands(program);
addHomeCommands(program);

program
  .command('doctor')
  .summary('what to paste into a public issue: nothing private is in it')
  .description(
    'Tells versions, memory, what is kept and whether it can be read, who may read the key, swap, core dumps, clock, processes and their doors: in words of ours and numbers alone, without a name, an address or a path.',
  )
  .argument('[folder]', 'the folder of --home')
  .option('--json', 'print as JSON to standard output')
  .addHelpText('after', examples('doctor', 'doctor my-home/'))
  .action(async (folder, options) => (await import('./commands/doctor.ts')).doctor(folder, options));

program
  .command('ros')
  .summary('nodes on a ROS 2 graph (--help lists them)')
  .allowUnknownOption()
  .allowExcessArguments()
  .helpOption(false)
  .action(async (_, command) => (await import('./commands/ros.ts')).ros(command.args));

program
  .command('motor')
  .summary('the process that drives the body, for a mind in another process')
  .allowUnknownOption()
  .allowExcessArguments()
  .helpOption(false)
  .action(async (_, command) => (await import('./commands/motor.ts')).motor(command.args));

try {
  await program.parseAsync();
} catch (error) {
  const code = (error as { code?: string }).code ?? '';
  if (code.startsWith('commander.')) {
    // Commander has printed what was meant; help and version are no mistakes.
    process.exitCode = (error as { exitCode?: number }).exitCode ?? 1;
  } else {
    process.stderr.write(`homebound: ${describeError(error)}\n`);
    process.exitCode = 1;
  }
}
