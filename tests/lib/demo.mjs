// Starts a demonstration of its own for a walk, and ends it.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Starts `answerable demo` on a free port and a fresh folder; gives the people one can be and a way to stop. */
export async function demo(catalogue) {
  const data = await mkdtemp(join(tmpdir(), 'answerable-walk-'));
  const program = process.env.ANSWERABLE_BIN ?? join(root, 'target/debug/answerable');
  const args = ['demo', '--data', data, '--listen', '127.0.0.1:0', '--no-open', ...(catalogue ? ['--catalogue', catalogue] : [])];
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  const file = join(data, 'demo-access.json');
  const deadline = Date.now() + 60_000;
  // The file is moved into place when it is whole, and the program listens before it writes it.
  while (!existsSync(file)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the demonstration did not start (exit ${child.exitCode})`);
    await new Promise((next) => setTimeout(next, 50));
  }
  const access = JSON.parse(await readFile(file, 'utf8'));
  while (!(await fetch(`${access.base}/health/ready`).then((answer) => answer.ok, () => false))) {
    if (Date.now() > deadline) throw new Error('the demonstration is not ready');
    await new Promise((next) => setTimeout(next, 50));
  }
  return {
    base: access.base,
    people: access.people,
    data,
    /** The sign-in link of somebody with a role in an authority. */
    link(role, authority) {
      const one = access.people.find((person) => person.role === role && person.authority === authority);
      if (!one) throw new Error(`nobody is ${role} in ${authority}`);
      return one.sign_in;
    },
    async stop() {
      child.kill('SIGTERM');
      const killed = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(killed);
      await rm(data, { recursive: true, force: true });
    },
  };
}
