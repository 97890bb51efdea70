#!/usr/bin/env node
// The `homebound` command in a clone: builds when a source is newer than the last build (about a second), then runs it.
import { build } from '../../../tools/build.mjs';

await build();
await import('../../../dist/homebound.js');
