// A resident's ways: from a search to a confirmation, without a script, in Welsh, and back to follow it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, sound, visit } from '../lib/browser.mjs';
import { demo } from '../lib/demo.mjs';

let centre;
let chrome;
before(async () => { [centre, chrome] = await Promise.all([demo(), browser()]); });
after(async () => { await chrome?.close(); await centre?.stop(); });

const next = (page) => page.getByRole('button', { name: 'Continue' }).click();

test('a missed bin, from the search to the request page', async () => {
  const page = await visit(chrome);
  await page.goto(`${centre.base}/oxmoor`);
  await sound(page, 'home');
  await page.getByRole('searchbox').fill('you forgot my recyling bin');
  await page.getByRole('button', { name: 'Search' }).click();
  await sound(page, 'search');
  await page.getByRole('link', { name: 'Report a missed bin collection' }).first().click();
  await sound(page, 'start');
  await page.getByRole('button', { name: 'Start now' }).click();

  await next(page);
  await page.getByRole('link', { name: 'Enter an address' }).waitFor();
  await sound(page, 'question-wrong');
  await page.getByLabel('Find the address by its postcode').fill('lx1 1aa');
  await page.getByRole('button', { name: 'Find address' }).click();
  await page.getByLabel('Choose the address').selectOption({ label: '7 Larch Road, LX1 1AA' });
  await sound(page, 'question-address');
  await page.getByRole('button', { name: 'Use this address' }).click();

  await page.getByLabel('Green (recycling)').check();
  await sound(page, 'question-choice');
  await next(page);
  const day = new Date(Date.now() - 2 * 86_400_000);
  await page.getByLabel('Day').fill(String(day.getUTCDate()));
  await page.getByLabel('Month').fill(String(day.getUTCMonth() + 1));
  await page.getByLabel('Year').fill(String(day.getUTCFullYear()));
  await sound(page, 'question-date');
  await next(page);
  await page.getByLabel('Yes').check();
  await next(page);
  await page.getByLabel('No tag').check();
  await next(page);
  await page.getByLabel('No', { exact: true }).check();
  await next(page);

  await page.getByLabel('Your name').fill("Siân O'Dŵr-Prŷs");
  await page.getByLabel('Email address').fill('sian@mail.example');
  await sound(page, 'details');
  await next(page);
  await page.getByText('7 Larch Road, LX1 1AA').waitFor();
  await sound(page, 'check');

  // Change one answer and come back: nothing else is asked again.
  await page.getByRole('link', { name: /Change Which bin/ }).click();
  await page.getByLabel('Brown (garden)').check();
  await next(page);
  await page.getByText('Brown (garden)').waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  const reference = await page.locator('#reference').innerText();
  assert.match(reference, /^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  await sound(page, 'done');

  await page.getByRole('link', { name: 'Follow your request' }).click();
  await page.getByText('Nobody has read your details.').waitFor();
  await sound(page, 'track');
  await page.getByLabel('Your words').fill('It is by the <b>hedge</b>.');
  await page.locator('button[value="comment"]').click();
  await page.getByText('It is by the <b>hedge</b>.').waitFor();
});

test('a pothole without any script, on a small screen, with words instead of the map', async () => {
  const page = await visit(chrome, { width: 320, javaScript: false });
  await page.goto(`${centre.base}/loxshire/pothole`);
  await page.getByRole('button', { name: 'Start now' }).click();
  await page.getByLabel('Describe the place').fill('Hatch Hill, by the bus stop');
  await next(page);
  await page.getByLabel('The road').check();
  await next(page);
  await page.getByLabel('A tennis ball (7cm) or more').check();
  await next(page);
  await page.getByLabel('No').check();
  // It is deep, so nothing more is asked but who they are.
  await next(page);
  await page.getByRole('heading', { name: 'How we tell you' }).waitFor();
  // They stay unknown.
  await next(page);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('#reference').waitFor();
  assert.ok((await page.content()).includes('01632 960 100'), 'the phone number is on the page');
});

test('every question fits a small screen, and the point on the map is chosen by keys', async () => {
  const page = await visit(chrome, { width: 320 });
  await page.goto(`${centre.base}/loxshire/pothole`);
  await sound(page, 'small-start');
  await page.getByRole('button', { name: 'Start now' }).click();
  await page.locator('.app-map svg').focus();
  await page.keyboard.press('ArrowUp');
  await page.getByText(/Point chosen: Lox/).waitFor();
  await sound(page, 'small-map');
  await next(page);
  await page.getByLabel('The pavement').check();
  await sound(page, 'small-choice');
});

test('a bin that was out late is settled at once', async () => {
  const page = await visit(chrome, { javaScript: false });
  await page.goto(`${centre.base}/oxmoor/missed-bin`);
  await page.getByRole('button', { name: 'Start now' }).click();
  await page.getByLabel('Or type the address').fill('1 Somewhere Lane');
  await next(page);
  await page.getByLabel('Black (rubbish)').check();
  await next(page);
  const day = new Date(Date.now() - 86_400_000);
  await page.getByLabel('Day').fill(String(day.getUTCDate()));
  await page.getByLabel('Month').fill(day.toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' }));
  await page.getByLabel('Year').fill(String(day.getUTCFullYear()));
  await next(page);
  await page.getByLabel('No').check();
  await next(page);
  await page.getByRole('heading', { name: 'When to put your bins out' }).waitFor();
  await next(page);
  await page.getByRole('heading', { name: 'This is settled' }).waitFor();
});

test('the same in Welsh', async () => {
  const page = await visit(chrome);
  await page.goto(`${centre.base}/wendle/missed-bin`);
  await page.getByRole('link', { name: 'Cymraeg' }).click();
  await page.getByRole('heading', { name: 'Rhoi gwybod am fin heb ei gasglu' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'cy');
  await sound(page, 'welsh-start');
  await page.getByRole('button', { name: 'Dechrau nawr' }).click();
  await page.getByRole('heading', { name: 'Pa gyfeiriad yw hwn?' }).waitFor();
  await page.getByRole('button', { name: 'Parhau' }).click();
  await page.getByRole('link', { name: 'Rhowch gyfeiriad' }).waitFor();
  await sound(page, 'welsh-question');
});

test('a page about a child can be left at once', async () => {
  const page = await visit(chrome);
  await page.route('https://www.bbc.co.uk/**', (route) => route.fulfill({ body: 'weather' }));
  await page.goto(`${centre.base}/loxshire/worried-about-a-child`);
  await sound(page, 'sensitive');
  await page.getByRole('link', { name: 'Exit this page' }).click();
  await page.waitForURL('https://www.bbc.co.uk/weather');
});

test('what is not there says so, in the authority\'s brand', async () => {
  const page = await visit(chrome);
  await page.goto(`${centre.base}/oxmoor/nothing-here`);
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  await sound(page, 'not-found');
});
