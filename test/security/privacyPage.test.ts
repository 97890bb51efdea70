import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privacyPage, sensorInventory } from '@homebound/robot';
import { root } from '../helpers/homebound.ts';

/** Whether the page tells what the code has: undefined, or what a reader would miss. */
function missing(page: string, inventory: Parameters<typeof privacyPage>[0] = sensorInventory): string | undefined {
  return page === privacyPage(inventory) ? undefined : 'PRIVACY.md is not what the sensors of the body say';
}

test('T-DOC: PRIVACY.md tells of every sensor of the body what it records, where, how long, and how to turn it off', () => {
  const path = join(root, 'PRIVACY.md');
  // UPDATE=1 npm run test:integration -- privacyPage   writes it anew
  if (process.env.UPDATE === '1') writeFileSync(path, privacyPage());
  expect(missing(readFileSync(path, 'utf8'))).toBeUndefined();
});

test('T-DOC, planted fault: a sensor that the page does not know', () => {
  const eye = { name: 'Camera', measures: 'Pictures.', tells: 'All.', kept: 'For ever.', off: 'Not.' };
  expect(missing(readFileSync(join(root, 'PRIVACY.md'), 'utf8'), { ...sensorInventory, camera: eye })).toBeDefined();
});
