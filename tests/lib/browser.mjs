// A headless Chromium, and what walks look at.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const out = join(import.meta.dirname, '../out');
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Starts the browser. */
export function browser() {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
}

/** A page of a fresh visitor. A mistake of a script on it fails the walk. */
export async function visit(chrome, { width = 1024, javaScript = true } = {}) {
  const context = await chrome.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: javaScript, locale: 'en-GB' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.mistakes = [];
  page.on('pageerror', (error) => page.mistakes.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('status of 4')) page.mistakes.push(message.text()); });
  return page;
}

/** Asserts that axe finds nothing against WCAG 2.2 A and AA, and that nothing sticks out sideways. */
export async function sound(page, name) {
  await mkdir(out, { recursive: true });
  await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
  assert.deepEqual(page.mistakes, [], `scripts on ${name}`);
  const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  assert.ok(wide <= 1, `${name} is ${wide} px too wide`);
  // Evaluated by the debugger, which the content security policy of the page does not bind.
  await page.evaluate(axeSource);
  const found = await page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((result) =>
    result.violations.map((one) => one.id + ': ' + one.help + ' ' + one.nodes.map((node) => node.target.join(' ') + ' ' + (node.any[0] || node.all[0] || {}).message).join(' | ')))`);
  assert.deepEqual(found, [], `axe on ${name}`);
}
