// Builds what the server embeds: one stylesheet and a few small scripts, into dist/.
import { mkdir, rm, writeFile, copyFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';
import * as sass from 'sass';

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });

const css = sass.compile('src/app.scss', {
  style: 'compressed',
  loadPaths: ['node_modules'],
  quietDeps: true,
  silenceDeprecations: ['import'],
});
await writeFile('dist/app.css', css.css);

await esbuild.build({
  entryPoints: ['app', 'map', 'search', 'desk'].map((name) => `src/${name}.ts`),
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2020',
});
// Leaving quickly must not wait for anything else: no module, nothing imported.
await esbuild.build({ entryPoints: ['src/exit.ts'], outdir: 'dist', bundle: true, minify: true, format: 'iife', target: 'es2018' });
await copyFile('src/favicon.svg', 'dist/favicon.svg');
