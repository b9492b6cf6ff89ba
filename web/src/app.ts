// What every page may use; each page works without it.
import { Button, Checkboxes, ErrorSummary, Radios, SkipLink, createAll, isSupported } from 'govuk-frontend';

document.body.classList.add('js-enabled');
if (isSupported()) {
  document.body.classList.add('govuk-frontend-supported');
  for (const component of [Button, Checkboxes, ErrorSummary, Radios, SkipLink]) {
    createAll(component);
  }
}

// "Choose all" over lists of rows.
for (const all of document.querySelectorAll<HTMLInputElement>('input[data-all]')) {
  all.addEventListener('change', () => {
    for (const one of document.querySelectorAll<HTMLInputElement>(`input[name="${all.dataset.all}"]`)) {
      one.checked = all.checked;
    }
  });
}
