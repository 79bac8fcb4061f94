// Small helpers, each switched on by a data attribute.
export function helpers (root) {
  // <details data-open-wide>: filters stay folded on phones, open elsewhere.
  for (const el of root.querySelectorAll('details[data-open-wide]')) el.open = matchMedia('(min-width: 56em)').matches
  // <button data-print hidden>
  for (const el of root.querySelectorAll('[data-print]')) { el.hidden = false; el.addEventListener('click', () => print()) }
  // <button data-copy="text" data-done="Copied" hidden>
  for (const el of root.querySelectorAll('[data-copy]')) {
    if (!navigator.clipboard) continue
    el.hidden = false
    el.addEventListener('click', async () => {
      await navigator.clipboard.writeText(el.dataset.copy)
      if (el.dataset.done) el.textContent = el.dataset.done
    })
  }
  // <select data-submit>: choosing sends the form; the button stays for others.
  for (const el of root.querySelectorAll('select[data-submit]')) el.addEventListener('change', () => el.form.requestSubmit())
  // <form data-guard="...">: warns before leaving with unsaved answers.
  for (const form of root.querySelectorAll('form[data-guard]')) {
    let dirty = false
    form.addEventListener('input', () => { dirty = true })
    form.addEventListener('submit', () => { dirty = false })
    addEventListener('beforeunload', e => { if (dirty) e.preventDefault() })
  }
}
