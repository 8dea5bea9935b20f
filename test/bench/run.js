/**
 * Runs one bench and prints what it measured; the kit beside other engines where none is named:
 *
 *   npm run bench [-- --quick]
 *   npm run bench -- arrow [--rounds 15] [--out figures.json]
 *
 * A bench measures ratios: what is compared runs in one process, on the same bytes, in turns. Times of different runs or
 * machines can't be compared.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = import.meta.dirname;
const named = process.argv.slice(2);
const [name = '', ...parameters] = named[0]?.startsWith('--') === false ? named : ['engines', ...named];
const script = join(folder, `${basename(name)}.js`);
if (name === 'run' || !existsSync(script)) {
  const names = readdirSync(folder).filter((file) => file.endsWith('.js') && !file.includes('-') && file !== 'run.js').map((file) => basename(file, '.js'));
  console.error(`bench: no bench called "${name}"; expected one of ${names.join(', ')}`);
  process.exit(1);
}
// Collecting garbage between rounds lets nobody pay for another's.
const child = spawn(process.execPath, ['--expose-gc', script, ...parameters], { stdio: 'inherit' });
child.on('exit', (code) => process.exit(code ?? 1));
