// Staff at work: an agent at the desk, a team with its requests, an administrator with the centre.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, sound, visit } from '../lib/browser.mjs';
import { demo } from '../lib/demo.mjs';

let centre;
let chrome;
let catalogue;
before(async () => {
  catalogue = await mkdtemp(join(tmpdir(), 'answerable-catalogue-'));
  await cp(resolve(import.meta.dirname, '../../catalogue'), catalogue, { recursive: true });
  [centre, chrome] = await Promise.all([demo(catalogue), browser()]);
});
after(async () => {
  await chrome?.close();
  await centre?.stop();
  await rm(catalogue, { recursive: true, force: true });
});

async function as(role, authority, options) {
  const page = await visit(chrome, options);
  await page.goto(centre.link(role, authority));
  return page;
}

test('a call at the desk by keyboard, worked by the team, followed by the resident', async () => {
  const page = await as('agent', 'oxmoor');
  await sound(page, 'desk');
  await page.getByRole('button', { name: 'Phone call' }).click();
  await page.locator('#person').fill('Bracken');
  await page.getByRole('button', { name: /Find person/ }).click();
  await page.getByRole('button', { name: 'Speaks', exact: true }).first().click();
  await page.locator('#notes').fill('Rang before on Monday.');
  await page.getByText(/^Saved \d/).waitFor();
  await page.locator('#q').fill('dumped mattress');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Report fly-tipping' }).waitFor();
  await sound(page, 'desk-contact');
  await page.getByRole('button', { name: 'Report fly-tipping' }).click();
  await page.getByText('Where exactly is it?').first().waitFor();
  await sound(page, 'desk-script');
  await page.getByLabel('Describe the place').fill('Quarry Bank lay-by');
  await page.getByRole('button', { name: /^Next/ }).click();
  // By keys: the first choice, and on.
  await page.getByText('“What was dumped?”').waitFor();
  await page.locator('h1').click();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByText('“How much is it?”').waitFor();
  await page.locator('h1').click();
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await page.getByText('“Whose land is it on?”').waitFor();
  await page.getByLabel('A road, path or park').check();
  await page.getByRole('button', { name: /^Next/ }).click();
  await page.getByText('“Did you see who did it?”').waitFor();
  await page.getByLabel('No').check();
  await page.getByRole('button', { name: /^Next/ }).click();
  await page.getByText('They can add a picture themselves').waitFor();
  await page.getByRole('button', { name: /^Next/ }).click();
  await page.getByRole('button', { name: 'Send it to the team' }).click();
  const said = await page.getByText(/Request .* was made/).innerText();
  const reference = said.match(/[2-9A-Z]{4}-[2-9A-Z]{4}/)[0];
  await page.locator('#cause').selectOption('earlier_contact');
  await page.getByLabel('No, somebody goes on with it').check();
  await page.getByRole('button', { name: /End contact/ }).click();
  await page.getByText('No open contacts.').waitFor();

  const lead = await as('team_lead', 'oxmoor');
  await lead.goto(`${centre.base}/requests?q=${reference}&state=any&team=any`);
  await sound(lead, 'requests');
  await lead.getByRole('link', { name: /Fly-tipping at Quarry Bank/ }).click();
  await sound(lead, 'request');
  // A colleague has the same page open and is told that they came second.
  const other = await lead.context().newPage();
  await other.goto(lead.url());
  await lead.getByRole('button', { name: 'Take it' }).click();
  await lead.getByText('Assigned to Otis Fairweather').waitFor();
  await other.getByRole('button', { name: 'Take it' }).click();
  await other.getByRole('heading', { name: 'Somebody else was first' }).waitFor();
  await lead.locator('#end-words').fill('Taken away this morning.');
  await lead.getByRole('button', { name: 'Fixed', exact: true }).click();
  await lead.locator('#state-now', { hasText: 'Fixed' }).waitFor();

  const supervisor = await as('supervisor', 'oxmoor');
  await supervisor.goto(`${centre.base}/outbox`);
  await supervisor.getByText('Taken away this morning.').waitFor();
  await sound(supervisor, 'outbox');
  const body = await supervisor.locator('main').innerText();
  const link = body.match(/http:\S+key=\S+/)[0];
  const resident = await visit(chrome);
  await resident.goto(link);
  await resident.getByText('Taken away this morning.').first().waitFor();
  await resident.locator('#reads li').first().waitFor();
  await resident.getByRole('button', { name: 'No, it is not fixed' }).click();
  await resident.getByText('You told us that it is not fixed').waitFor();
  await sound(resident, 'track-reopened');
  await supervisor.goto(`${centre.base}/performance`);
  await supervisor.locator('#avoidable_contact', { hasText: '%' }).waitFor();
  await sound(supervisor, 'performance');
  await supervisor.getByRole('link', { name: 'Avoidable contact (NI 14, final)' }).click();
  await sound(supervisor, 'performance-one');
});

test('notes that were not kept are not called saved', async () => {
  const page = await as('agent', 'oxmoor');
  await page.getByRole('button', { name: 'Phone call' }).click();
  await page.locator('#notes').fill('Kept.');
  await page.getByText(/^Saved \d/).waitFor();
  // Signed out meanwhile, by time or by a colleague at another desk.
  await page.context().clearCookies();
  await page.locator('#notes').fill('Kept. Not kept.');
  await page.getByText('Not saved yet.').waitFor();
  assert.equal(await page.locator('#notes').inputValue(), 'Kept. Not kept.');
});

test('many at once, and undone', async () => {
  for (let n = 0; n < 2; n += 1) {
    const page = await visit(chrome, { javaScript: false });
    await page.goto(`${centre.base}/oxmoor/graffiti`);
    await page.getByRole('button', { name: 'Start now' }).click();
    await page.getByLabel('Describe the place').fill(`Underpass ${n}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    // Offensive words are taken at once: nothing more is asked but who they are.
    await page.getByLabel('Yes').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'How we tell you' }).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#reference').waitFor();
  }
  const lead = await as('team_lead', 'oxmoor');
  await lead.goto(`${centre.base}/requests?q=underpass&team=any`);
  await lead.locator('#count', { hasText: '2 requests' }).waitFor();
  await lead.getByLabel('Choose all').check();
  await lead.locator('button[value="fixed"]').click();
  await lead.getByText('2 requests: fixed').waitFor();
  await lead.getByRole('button', { name: 'Undo' }).click();
  await lead.getByText('Undone for 2').waitFor();
  await lead.goto(`${centre.base}/requests?q=underpass&team=any&state=new`);
  await lead.locator('#count', { hasText: '2 requests' }).waitFor();
});

test('two entries of one person are merged and parted', async () => {
  const page = await as('supervisor', 'oxmoor');
  for (const name of ['Doubled Person', 'Doubled Persson']) {
    await page.goto(`${centre.base}/people`);
    await page.getByText('Add somebody').click();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Phone', { exact: true }).fill('01632 960 777');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
  }
  await sound(page, 'person');
  await page.getByLabel('Find the other entry').fill('01632960777');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.getByRole('button', { name: 'Merge into this person' }).click();
  await page.getByText('Merged: both are shown here').waitFor();
  await page.getByRole('button', { name: 'Part them again' }).click();
  await page.getByText('Parted again').waitFor();
  await page.goto(`${centre.base}/people?q=01632960777`);
  await page.getByRole('link', { name: 'Doubled Person', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Doubled Persson', exact: true }).waitFor();
  await sound(page, 'people');
});

test('an administrator sees a broken service file while the last good one goes on', async () => {
  const page = await as('administrator', 'oxmoor');
  await sound(page, 'admin');
  await page.getByText('No mistakes.').waitFor();
  const mended = await readFile(join(catalogue, 'council/graffiti.toml'), 'utf8');
  await writeFile(join(catalogue, 'council/graffiti.toml'), 'titel = "Broken"\n');
  await page.getByRole('button', { name: 'Read the files again' }).click();
  await page.getByText('council/graffiti.toml:1:1: a service has no key "titel"').waitFor();
  const resident = await visit(chrome);
  await resident.goto(`${centre.base}/oxmoor/graffiti`);
  await resident.getByRole('heading', { name: 'Report graffiti' }).waitFor();
  // Mended, the file is read again by itself.
  await writeFile(join(catalogue, 'council/graffiti.toml'), mended);
  await page.waitForFunction(async () => (await (await fetch('/admin')).text()).includes('No mistakes.'), undefined, { polling: 200 });
  await page.getByLabel('Colour (#rrggbb)').fill('#ffff00');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByText(/contrast of 1\.1/).waitFor();
});

test('an auditor reads the record and nothing else', async () => {
  const page = await as('auditor', 'loxshire');
  await sound(page, 'record');
  const answer = await page.goto(`${centre.base}/requests`);
  assert.equal(answer.status(), 403);
  await page.getByRole('heading', { name: 'This is not yours to see' }).waitFor();
});

test('staff pages fit a small screen', async () => {
  const page = await as('agent', 'loxshire', { width: 320 });
  await sound(page, 'small-desk');
  await page.goto(`${centre.base}/requests`);
  await sound(page, 'small-requests');
  await page.goto(`${centre.base}/knowledge?q=bins`);
  await sound(page, 'small-knowledge');
  await page.getByRole('link', { name: /^[A-Z][a-z]+ [A-Z]/ }).first().click();
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  await sound(page, 'small-account');
});
