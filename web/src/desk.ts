// The desk by keyboard: numbers choose, Alt with a letter goes where its key says, notes are kept as they are typed.
document.addEventListener('keydown', (event) => {
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    const goal = document.querySelector<HTMLElement>(`[data-key="${event.key.toLowerCase()}"]`);
    if (goal) {
      event.preventDefault();
      if (goal.matches('input, textarea, select')) goal.focus();
      else goal.click();
    }
    return;
  }
  const typing = (event.target as HTMLElement).matches?.('input:not([type=radio]):not([type=checkbox]), textarea, select');
  if (typing || event.ctrlKey || event.metaKey) return;
  if (/^[1-9]$/.test(event.key)) {
    const choice = document.querySelectorAll<HTMLInputElement>('.app-script input[type=radio], .app-script input[type=checkbox]')[Number(event.key) - 1];
    if (choice) {
      choice.click();
      choice.focus();
    }
  } else if (event.key === 'Enter' && !(event.target as HTMLElement).matches?.('a, button')) {
    document.querySelector<HTMLButtonElement>('.app-script button[type=submit]')?.click();
  }
});

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-autosave]')) {
  const said = form.querySelector<HTMLElement>('[data-status]');
  let timer: number | undefined;
  const save = async (): Promise<void> => {
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>) });
      // Whoever is signed out is led to the sign-in page, which is an answer too, but not ours.
      if (!answer.ok || !new URL(answer.url).pathname.startsWith('/desk/')) throw new Error();
      if (said) said.textContent = `Saved ${new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
    } catch {
      // What was typed stays in the box; the next key tries again.
      if (said) said.textContent = 'Not saved yet. Keep this page open: we try again as you type.';
    }
  };
  form.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 600);
  });
  window.addEventListener('pagehide', () => { if (timer) navigator.sendBeacon(form.action, new URLSearchParams(new FormData(form) as unknown as Record<string, string>)); });
}
