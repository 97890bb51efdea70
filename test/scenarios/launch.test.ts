import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parametersYaml } from '@homebound/graph';
import { allParameters } from '@homebound/nodes';
import { root } from '../helpers/homebound.ts';

test('launch/homebound.yaml is what the nodes declare', () => {
  const path = join(root, 'launch', 'homebound.yaml');
  const wanted = parametersYaml(allParameters);
  // UPDATE=1 npm run test:integration -- launch   writes it anew
  if (process.env.UPDATE === '1') writeFileSync(path, wanted);
  expect(readFileSync(path, 'utf8')).toBe(wanted);
});
