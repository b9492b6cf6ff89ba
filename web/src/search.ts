// Search while typing, where a script is there; the form works without.
interface Found { title: string; href: string; lang: string }

const input = document.querySelector<HTMLInputElement>('input[data-search]');
const list = document.getElementById('search-found');
let last = 0;
let timer: number | undefined;

async function look(input: HTMLInputElement, list: HTMLElement): Promise<void> {
  last += 1;
  const mine = last;
  const typed = input.value.trim();
  if (typed.length < 3) {
    list.replaceChildren();
    return;
  }
  const answer = await fetch(`${input.dataset.search}?q=${encodeURIComponent(typed)}`);
  if (!answer.ok || mine !== last) return;
  const found = (await answer.json()) as Found[];
  const items = document.createElement('ul');
  items.className = 'govuk-list govuk-!-margin-top-3';
  for (const one of found) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.className = 'govuk-link';
    link.href = one.href;
    link.lang = one.lang;
    link.textContent = one.title;
    item.append(link);
    items.append(item);
  }
  list.replaceChildren(items);
}

if (input && list) {
  input.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { look(input, list).catch(() => undefined); }, 200);
  });
}
