// Three suites: unit (beside the source), integration (test/), browser (test/browser). Chosen by tools/jest.mjs.
const suites = {
  unit: {
    testMatch: [
      '<rootDir>/packages/*/src/**/*.test.ts',
      '<rootDir>/sim/src/**/*.test.ts',
      '<rootDir>/hardware/src/**/*.test.ts',
    ],
    testTimeout: 20_000,
    // Jest leaves one core to itself; on two that is half of the machine.
    maxWorkers: '100%',
  },
  integration: {
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/', '<rootDir>/test/ros/'],
    testTimeout: 300_000,
    maxWorkers: 2,
  },
  browser: { testMatch: ['<rootDir>/test/browser/**/*.test.ts'], testTimeout: 300_000, maxWorkers: 1 },
};
const suite = process.env.HOMEBOUND_SUITE ?? 'unit';
export default {
  ...suites[suite],
  // Not in the folder for temporary files, which is new for each run.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['@dev', 'node', 'node-addons'] },
  transform: {
    '^.+\\.ts$': [
      '<rootDir>/tools/jestTransform.mjs',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: [
    '<rootDir>/runs/',
    '<rootDir>/dist/',
    '<rootDir>/packages/[^/]+/dist/',
    '<rootDir>/sim/dist/',
    '<rootDir>/hardware/dist/',
  ],
};
