import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// What `ros2 run homebound NAME` starts, as it was built. This file lies in .cache/ros when it runs.
const built = join(import.meta.dirname, '..', '..', 'dist', 'homebound-ros.js');
await import(pathToFileURL(built).href);
