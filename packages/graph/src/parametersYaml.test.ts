import { parametersYaml, readParametersYaml } from './parametersYaml.ts';

const schemas = {
  slam: {
    max_range: { default: 8, unit: 'm', min: 0.5, max: 40, description: 'Ranges beyond this are not used.' },
    iterations: { default: 20, integer: true, min: 1, description: 'Steps of the matcher.' },
    tolerance: { default: 1e-7, description: 'Ends the matcher.' },
    loops: { default: true, description: 'Whether loops are closed.' },
    mode: { default: 'map', oneOf: ['map', 'localise'], description: 'What it does.' },
  },
  drive: {},
} as const;

const text = `slam:
  ros__parameters:
    # Ranges beyond this are not used. [m, 0.5 to 40]
    max_range: 8.0
    # Steps of the matcher. [at least 1]
    iterations: 20
    # Ends the matcher.
    tolerance: 1.0e-7
    # Whether loops are closed.
    loops: true
    # What it does. [map | localise]
    mode: "map"

drive:
  ros__parameters: {}
`;

test('writes a ROS 2 parameter file with units and ranges, doubles with a point', () => {
  expect(parametersYaml(schemas)).toBe(text);
});

test('what a graph may have a default of its own for is left open, unless it is set', () => {
  const schemas = { body: { stamped: { default: false, byGraph: true, description: 'Of cmd_vel.' } } } as const;
  expect(parametersYaml(schemas)).toContain('\n    # stamped: false\n');
  expect(readParametersYaml(parametersYaml(schemas), schemas)).toEqual({ body: {} });
  expect(parametersYaml(schemas, { body: { stamped: true } })).toContain('\n    stamped: true\n');
});

test('what is written is read back', () => {
  const overrides = { slam: { max_range: 12.5, iterations: 3, loops: false, mode: 'localise' } };
  expect(readParametersYaml(parametersYaml(schemas, overrides), schemas)).toEqual({
    slam: { max_range: 12.5, iterations: 3, tolerance: 1e-7, loops: false, mode: 'localise' },
    drive: {},
  });
});

test.each([
  ['lidar:\n  ros__parameters: {}', 'there is no node lidar; there are slam, drive'],
  ['slam:\n  max_range: 1.0', 'they must stand under ros__parameters alone'],
  ['slam:\n  ros__parameters:\n    max_rage: 1.0', 'slam has no parameter max_rage'],
  ['slam:\n  ros__parameters:\n    max_range: far', 'slam.max_range must be a number, got "far"'],
  ['slam:\n  ros__parameters:\n    max_range: 100.0', 'slam.max_range must be in [0.5, 40] m, got 100'],
  ['slam:\n  ros__parameters:\n    mode: guess', 'slam.mode must be one of map, localise'],
  ['slam:\n  ros__parameters:\n    max_range:', 'slam.max_range must be a number, got null'],
  ['- slam', 'the file must be a table'],
  ['slam: [', 'Cannot read parameters: '],
])('%j is refused', (wrong, why) => {
  expect(() => readParametersYaml(wrong, schemas)).toThrow(why);
});
