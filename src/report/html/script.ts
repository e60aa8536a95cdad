/**
 * The page's only script: buttons that copy, fold and filter. Without it the page is complete. Its exact text is what the page's policy
 * allows to run.
 */
export const script = `(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('js');
  const said = document.getElementById('said');
  const say = (text) => { said.textContent = ''; setTimeout(() => { said.textContent = text; }, 50); };

  const selectAndCopy = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand('copy');
  };
  const copy = async (button) => {
    const code = button.parentElement.querySelector('code');
    let done = false;
    try { await navigator.clipboard.writeText(code.textContent); done = true; } catch { done = selectAndCopy(code); }
    const text = done ? 'Copied' : 'Selected: copy it with the keyboard';
    button.textContent = done ? 'Copied' : 'Selected';
    say(text);
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  };

  const all = (open) => { for (const each of document.querySelectorAll('details')) each.open = open; };
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    if (button === null) return;
    if (button.classList.contains('copy')) copy(button);
    const { fold } = button.dataset;
    if (fold) { all(fold === 'open'); say(fold === 'open' ? 'All parts are expanded' : 'All parts are collapsed'); }
  });

  const filter = (box) => {
    const words = box.querySelector('input[type=search]').value.toLowerCase().split(/\\s+/).filter(Boolean);
    const statuses = new Set([...box.querySelectorAll('input:checked')].map(({ value }) => value));
    let shown = 0;
    let rows = 0;
    for (const row of box.parentElement.querySelectorAll('tr[data-status]')) {
      const text = row.textContent.toLowerCase();
      const fits = statuses.has(row.dataset.status) && words.every((word) => text.includes(word));
      row.hidden = !fits;
      rows += 1;
      shown += fits ? 1 : 0;
    }
    // a portion in which nothing is found is not there; the first ones in which something is are opened, a few rows of each
    let room = 500;
    for (const portion of box.parentElement.querySelectorAll('.portion')) {
      const found = portion.querySelectorAll('tr[data-status]:not([hidden])').length;
      portion.hidden = found === 0;
      portion.open = shown < rows && found > 0 && found <= room;
      if (portion.open) room -= found;
    }
    box.querySelector('[role=status]').textContent = shown === rows ? '' : shown + ' of ' + rows + ' are shown';
  };
  for (const box of document.querySelectorAll('.filter')) {
    let soon = 0;
    box.addEventListener('input', () => { clearTimeout(soon); soon = setTimeout(() => filter(box), 60); });
  }

  // a folded part that a link leads into is opened, and on paper everything is
  const reveal = () => {
    let part = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    for (; part; part = part.parentElement) if (part instanceof HTMLDetailsElement) part.open = true;
  };
  addEventListener('hashchange', reveal);
  reveal();
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    for (const each of folded) each.open = true;
  });
  addEventListener('afterprint', () => { for (const each of folded) each.open = false; });
})();
`;
