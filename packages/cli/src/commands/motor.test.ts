import { motor } from './motor.ts';

test('options of the motors that make no sense are refused by name, before anything is opened', async () => {
  await expect(motor([])).rejects.toThrow('motor needs --run FOLDER');
  for (const [option, value] of [
    ['--speed', '0.5'],
    ['--speed', '5'],
    ['--seed', '-1'],
    ['--seed', 'x'],
  ])
    await expect(motor(['--run', '/nowhere', `${option}=${value}`])).rejects.toThrow(`${option} must be from`);
  await expect(motor(['--run', '/nowhere', '--wrld', 'x'])).rejects.toThrow("Unknown option '--wrld'");
  await expect(motor(['--run', '/nowhere', '--mind-user', 'nobody-of-that-name'])).rejects.toThrow(
    'There is no user nobody-of-that-name',
  );
});
