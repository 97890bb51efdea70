// A door of its own: what stands behind the other one also runs in a browser.
export { allRosParameters } from './allParameters.ts';
export { executables } from './executables.ts';
