import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { phases, reasonCodes, userCommands } from '@homebound/mission';
import { missionStates, reasonCodes as shownCodes } from '@homebound/wire';

const interfaces = join(import.meta.dirname, '..', '..', 'messages', 'homebound_interfaces');

/** The words that a definition's comment lists before a field, joined by bars. */
function wordsBefore(file: string, field: string): string[] {
  const lines = readFileSync(join(interfaces, file), 'utf8').replace(/\n# /g, ' ').split('\n');
  const comment = lines[lines.findIndex((line) => line.startsWith(field)) - 1];
  return (comment.match(/\w+(?: \| \w+)+/)?.[0] ?? '').split(' | ');
}

test('states, reasons and commands are the same closed sets in the core, on the graph and on the page', () => {
  expect(wordsBefore('msg/MissionState.msg', 'string state')).toEqual([...phases]);
  expect(wordsBefore('msg/MissionState.msg', 'string reason_code')).toEqual([...reasonCodes]);
  expect(wordsBefore('srv/MissionCommand.srv', 'string command')).toEqual([...userCommands]);
  expect([...missionStates]).toEqual([...phases]);
  expect([...shownCodes]).toEqual([...reasonCodes]);
});
