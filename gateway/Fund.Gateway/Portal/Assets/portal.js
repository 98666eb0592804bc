// Every page works without this file; it only makes some of them more comfortable.
(() => {
  'use strict';
  const d = document;
  for (const e of d.querySelectorAll('[data-print]')) {
    e.hidden = false;
    e.addEventListener('click', event => { event.preventDefault(); print(); });
  }
  d.querySelector('[data-focus]')?.focus();
  for (const form of d.querySelectorAll('form[data-once]')) {
    let sent = false;
    form.addEventListener('submit', event => {
      if (sent) event.preventDefault();
      sent = true;
      setTimeout(() => { sent = false; }, 8000);
    });
  }
  d.querySelector('form[data-submit-now]')?.requestSubmit();

  // A draft has done its work once the form was taken; a page that asks to sign in first has not taken it yet.
  const sent = sessionStorage.getItem('sent');
  if (sent && !d.querySelector('.govuk-error-summary, [data-kept-work]')) {
    localStorage.removeItem(sent);
    sessionStorage.removeItem('sent');
  }

  // What is typed is kept on this device until the form is sent.
  for (const form of d.querySelectorAll('form[data-autosave]')) {
    const key = 'draft:' + form.dataset.autosave;
    const status = form.querySelector('[data-autosave-status]');
    const inputs = () => [...form.elements].filter(e => e.name && !['hidden', 'password', 'file', 'submit', 'button'].includes(e.type));
    const wrong = d.querySelector('.govuk-error-summary');
    let kept;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { kept = null; }
    if (kept && !wrong) {
      for (const e of inputs()) {
        if (e.type === 'radio' || e.type === 'checkbox') e.checked = (kept[e.name] ?? []).includes(e.value);
        else if (kept[e.name]) e.value = kept[e.name][0];
      }
      // Written on an older version: saving says so and shows both, instead of replacing what a colleague saved.
      if (kept.version && form.elements.version) form.elements.version.value = kept.version;
    }
    form.addEventListener('submit', () => sessionStorage.setItem('sent', key));
    form.addEventListener('input', () => {
      const data = {};
      for (const e of inputs()) {
        if ((e.type !== 'radio' && e.type !== 'checkbox') || e.checked) (data[e.name] ??= []).push(e.value);
      }
      if (form.elements.version) data.version = form.elements.version.value;
      try {
        localStorage.setItem(key, JSON.stringify(data));
        if (status) status.textContent = form.dataset.saved ?? '';
      } catch { /* Private windows may keep nothing: the page itself still does. */ }
    });
  }
  // A draft that is being written is also saved on the server, by the very form; what is refused is said and stays here.
  for (const form of d.querySelectorAll('form[data-saves-itself]')) {
    const status = form.querySelector('[data-autosave-status]');
    let typed = 0, busy = false;
    form.addEventListener('input', () => { typed++; });
    form.addEventListener('submit', () => { busy = true; });
    setInterval(async () => {
      if (typed === 0 || busy || d.hidden) return;
      const before = typed;
      busy = true;
      try {
        // A file that is chosen and not sent yet goes with the form itself.
        const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
        body.set('stay', 'yes');
        const answer = await fetch(form.action, { method: 'POST', body });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const saved = page.querySelector('form[data-saves-itself]');
        if (answer.ok && saved && !page.querySelector('.govuk-error-summary')) {
          for (const name of ['version', 'requestId']) form.elements[name].value = saved.elements[name].value;
          if (typed === before) { typed = 0; localStorage.removeItem('draft:' + form.dataset.autosave); }
          if (status) status.textContent = page.querySelector('.f-done')?.textContent.trim() ?? '';
        } else if (status) status.textContent = page.querySelector('.govuk-error-summary')?.textContent.trim() ?? '';
      } catch { /* Offline: what is typed is kept on the device, and is saved when the connection is back. */ }
      busy = false;
    }, 20000);
  }
  // Colleagues see who has a section open, for as long as the page is in front of somebody.
  for (const e of d.querySelectorAll('[data-presence]')) {
    setInterval(() => { if (!d.hidden) fetch(e.dataset.presence, { method: 'POST', headers: { 'Fund-Portal': '1' } }).catch(() => { /* Offline: nobody sees it. */ }); }, 60000);
  }
  // Words as they are typed, counted like the server counts them when it saves.
  for (const area of d.querySelectorAll('[data-words]')) {
    const said = d.getElementById(area.id + '-words'), most = Number(area.dataset.words);
    const count = () => {
      const words = area.value.split(/\s+/).filter(Boolean).length;
      said.textContent = area.dataset.wordsSaid.replace('{0}', words).replace('{1}', most);
      said.className = words > most ? 'govuk-error-message' : 'govuk-hint';
    };
    let wait;
    area.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(count, 300); });
    said.hidden = false;
    count();
  }
  // A budget adds up as it is typed. What a number is and what follows from it is as on the server, which says it on saving.
  for (const box of d.querySelectorAll('[data-budget]')) {
    const inputs = box.closest('form').elements;
    const read = name => {
      let text = (inputs[name]?.value ?? '').replace(/[\s'’\u200e\u200f\u061c]/g, '').replace(/[٠-٩]/g, digit => '٠١٢٣٤٥٦٧٨٩'.indexOf(digit)).replace(/٫/g, '.').replace(/[٬،，]/g, ',');
      if (!text) return null;
      const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
      const only = last >= 0 && text.search(/[.,]/) === last;
      const isPoint = last >= 0 && ((text.includes('.') && text.includes(',')) || (only && text.length - last - 1 !== 3));
      text = isPoint ? text.slice(0, last).replace(/[.,]/g, '') + '.' + text.slice(last + 1) : text.replace(/[.,]/g, '');
      // In hundredths, and whole: sums and shares of them are exact, as on the server.
      const parts = /^(-?\d+)(?:\.(\d{1,2}))?$/.exec(text);
      return parts ? BigInt(parts[1] + (parts[2] ?? '').padEnd(2, '0')) : null;
    };
    const lang = d.documentElement.lang;
    const write = new Intl.NumberFormat(lang === 'en' ? 'en-GB' : lang, { minimumFractionDigits: 2, maximumFractionDigits: 2, numberingSystem: 'latn', useGrouping: true });
    const usd = cents => cents === null ? '–' : box.dataset.pattern.replace(/0[.,]00/, write.format(Number(cents) / 100));
    const round = (part, whole) => (part * 2n + whole) / (whole * 2n);
    const say = (selector, text) => { const e = box.querySelector(selector); if (e && e.textContent !== text) e.textContent = text; return e; };
    const shares = box.querySelectorAll('[data-share]');
    const add = () => {
      const sums = { total: 0n, whole: 0n, indirect: 0n, management: 0n, direct: 0n };
      for (let i = 0; inputs[`content.budget.${i}.category`]; i++) {
        const row = `content.budget.${i}.`, part = name => read(row + 'details.' + name), ticked = name => inputs[row + 'details.' + name]?.checked;
        const amount = read(row + 'amount') ?? 0n, quantity = part('quantity'), cost = part('unitCost'), charged = part('charged');
        const total = quantity === null || cost === null ? null : round(cost * quantity * (part('months') ?? 100n) * (part('shareOfTime') ?? 10000n), 100000000n);
        say(`[data-line-total="${i}"]`, usd(total));
        say(`[data-line-charged="${i}"]`, usd(total === null || charged === null ? null : round(total * charged, 10000n)));
        const letter = inputs[row + 'category'].value;
        sums[letter] = (sums[letter] ?? 0n) + amount;
        sums.total += amount;
        sums.whole += total ?? amount + (part('otherFunding') ?? 0n);
        if (ticked('indirect')) sums.indirect += amount;
        if (ticked('management')) sums.management += amount;
        if (ticked('directAssistance')) sums.direct += amount;
      }
      for (const e of box.querySelectorAll('[data-sum]')) {
        const sum = sums[e.dataset.sum] ?? 0n;
        e.textContent = usd(sum);
        if (e.dataset.sum.length === 1) e.parentElement.hidden = sum === 0n;
      }
      const [of, by] = [{ operating: sums.G ?? 0n, support: sums.indirect, management: sums.management, request: sums.total }, { support: sums.total - sums.indirect, request: sums.whole }];
      for (const e of shares) {
        const whole = by[e.dataset.share] ?? sums.total, part = of[e.dataset.share], most = BigInt(e.dataset.most);
        const tenths = whole <= 0n ? (part > 0n ? 1000n : 0n) : round(part * 1000n, whole);
        e.textContent = e.dataset.said.replace('{0}', (Number(tenths) / 10).toLocaleString(lang, { numberingSystem: 'latn' })).replace('{1}', most);
        // Held against the shares themselves: what is a little above the most is shown rounded and is above it all the same.
        e.className = part * 100n > whole * most ? 'govuk-error-message' : '';
      }
    };
    box.addEventListener('input', add);
  }
  // A file is sent as soon as it is chosen, in parts: what arrived before a line was cut stays, and the rest follows.
  for (const box of d.querySelectorAll('[data-upload]')) {
    const input = box.querySelector('[type=file]'), answer = box.querySelector('[type=hidden]'), status = box.querySelector('[data-upload-status]');
    const pause = () => new Promise(done => setTimeout(done, 3000));
    const ask = (path, options) => fetch(box.dataset.upload + path, { ...options, headers: { 'Fund-Portal': '1', ...options.headers } });
    const send = async file => {
      const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16)).join('');
      const begun = await ask('', {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify({ question: box.dataset.question, fileName: file.name, sizeBytes: file.size }),
      });
      if (!begun.ok) return null;
      const { fileId } = await begun.json();
      const path = `/${fileId}/content`;
      for (let at = 0; ;) {
        // Another one was chosen meanwhile.
        if (input.files[0] !== file) return '';
        const end = Math.min(at + 262144, file.size);
        const part = { method: 'PUT', headers: { 'Content-Type': 'application/octet-stream' }, body: file.slice(at, end) };
        const taken = await ask(`${path}?offset=${at}&more=${end < file.size}`, part).catch(() => null);
        if (taken?.ok) {
          if (end >= file.size) return fileId;
          at = end;
          status.textContent = box.dataset.sending.replace('{0}', Math.floor(at * 100 / file.size));
          continue;
        }
        if (taken && taken.status < 500 && taken.status !== 429 && taken.status !== 409) return null;
        status.textContent = box.dataset.waiting;
        await pause();
        const here = await ask(path, { method: 'HEAD' }).catch(() => null);
        if (!here?.ok) continue;
        if (here.headers.get('Upload-Complete') === '?1') return fileId;
        const next = Number(here.headers.get('Upload-Offset'));
        if (taken?.status === 409 && next === at) return null;
        at = next;
      }
    };
    input.addEventListener('change', async () => {
      const file = input.files[0];
      if (!file) return;
      status.textContent = box.dataset.sending.replace('{0}', 0);
      const id = await send(file).catch(() => null);
      if (id) {
        answer.value = id;
        // It is here: the form need not carry it again.
        input.value = '';
        const remove = box.querySelector('[type=checkbox]');
        if (remove) remove.checked = false;
        status.textContent = box.dataset.sent.replace('{0}', file.name);
        answer.dispatchEvent(new Event('input', { bubbles: true }));
      } else if (id === null) status.textContent = box.dataset.refused;
    });
  }
  if (d.querySelector('[data-forget-drafts]')) {
    for (const key of Object.keys(localStorage)) if (key.startsWith('draft:')) localStorage.removeItem(key);
  }

  // Two minutes before a session ends one click keeps it.
  const warning = d.querySelector('[data-session-ends]');
  if (warning) {
    let timer;
    const wait = seconds => { clearTimeout(timer); timer = setTimeout(() => warning.showModal(), Math.max(0, seconds - 120) * 1000); };
    warning.querySelector('[data-session-stay]').addEventListener('click', async () => {
      const answer = await fetch(warning.dataset.sessionExtend, { method: 'POST', headers: { 'Fund-Portal': '1' } });
      if (answer.ok) { warning.close(); wait(Number(await answer.text())); } else location.reload();
    });
    wait(Number(warning.dataset.sessionEnds));
  }

  // Keys for a list that is worked through; they count while the focus is in the list, and its page names them.
  for (const list of d.querySelectorAll('[data-keys]')) {
    const rows = [...list.querySelectorAll('tbody tr')];
    list.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select')) return;
      const at = rows.findIndex(row => row.contains(d.activeElement));
      if (event.key === 'j' || event.key === 'k') rows[Math.min(Math.max(at + (event.key === 'j' ? 1 : -1), 0), rows.length - 1)]?.querySelector('th a, a')?.focus();
      else if (event.key === 'x') rows[at]?.querySelector('input[type=checkbox]')?.click();
      else if (/^[csdu]$/.test(event.key)) {
        const key = `[data-key=${event.key}]`;
        (rows[at]?.querySelector(key) ?? list.querySelector(rows.length ? `.f-submit ${key}` : key))?.click();
      }
    });
  }

  // Work that goes on in the background: the page looks again by itself while it is open.
  const again = d.querySelector('[data-again]');
  if (again) setTimeout(() => { if (!d.hidden) location.reload(); }, 5000);

  // Moments in the visitor's own time zone, beside the one that counts.
  for (const e of d.querySelectorAll('time[data-local]')) {
    const at = new Date(e.dateTime);
    const lang = d.documentElement.lang;
    const text = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { dateStyle: 'long', timeStyle: 'short', numberingSystem: 'latn' }).format(at);
    e.insertAdjacentHTML('afterend', '<small></small>');
    e.nextElementSibling.textContent = e.dataset.local.replace('{0}', text);
  }
})();
