// Exit this page: at once, on a click or on Escape three times, and without a way back to what was shown.
(() => {
  const leave = (): void => {
    document.documentElement.style.display = 'none';
    const link = document.getElementById('exit-this-page') as HTMLAnchorElement | null;
    window.location.replace(link ? link.href : 'https://www.bbc.co.uk/weather');
  };
  let presses = 0;
  let timer: number | undefined;
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    presses += 1;
    window.clearTimeout(timer);
    if (presses >= 3) leave();
    timer = window.setTimeout(() => { presses = 0; }, 3000);
  });
  document.addEventListener('click', (event) => {
    if ((event.target as Element).closest('#exit-this-page')) {
      event.preventDefault();
      leave();
    }
  });
})();
