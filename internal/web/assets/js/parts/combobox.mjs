// Combobox with list, ARIA 1.2 pattern "list autocomplete with manual
// selection", over a plain text input that works without script.
//
// <input data-combobox="/api/v1/species" data-results="{n} results" data-none="No results" [data-value-to="ID"]>
// The address answers ?q= with a list, or {results: list}, of {name, common, note, id}.
const WAIT_MS = 150
const MIN_LETTERS = 2

export function combobox (input) {
  const box = document.createElement('div')
  box.className = 'oc-cb'
  input.before(box)
  const list = Object.assign(document.createElement('ul'), { id: input.id + '-list', className: 'oc-cb__list', role: 'listbox', hidden: true })
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', input.labels[0]?.textContent.trim() || input.getAttribute('aria-label') || '')
  const live = document.createElement('div')
  live.className = 'govuk-visually-hidden'
  live.setAttribute('role', 'status')
  box.append(input, list, live)
  const attrs = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' }
  for (const [name, value] of Object.entries(attrs)) input.setAttribute(name, value)

  let items = []
  let at = -1
  let asked = 0
  let timer
  const target = input.dataset.valueTo && document.getElementById(input.dataset.valueTo)

  function close () {
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  function option (item, i) {
    const li = document.createElement('li')
    li.id = `${list.id}-${i}`
    li.className = 'oc-cb__opt'
    li.dataset.i = i
    li.setAttribute('role', 'option')
    li.setAttribute('aria-selected', 'false')
    for (const [tag, text] of [['b', item.name], ['span', item.common], ['em', item.note]]) {
      const el = document.createElement(tag)
      el.textContent = text || ''
      if (tag === 'b') { el.lang = 'la'; el.dir = 'ltr' }
      li.append(el)
    }
    return li
  }
  async function search () {
    const q = input.value.trim()
    if (q.length < MIN_LETTERS) return close()
    const mine = ++asked
    let found
    try {
      const answer = await fetch(`${input.dataset.combobox}?q=${encodeURIComponent(q)}`, { headers: { accept: 'application/json' } })
      if (!answer.ok) return close()
      found = await answer.json()
    } catch { return close() }
    if (mine !== asked) return
    items = Array.isArray(found) ? found : found.results || []
    at = -1
    input.removeAttribute('aria-activedescendant')
    list.replaceChildren(...items.map(option))
    list.hidden = !items.length
    input.setAttribute('aria-expanded', String(items.length > 0))
    live.textContent = items.length ? (input.dataset.results || '{n}').replace('{n}', items.length) : input.dataset.none || ''
  }
  function move (to) {
    at = to
    ;[...list.children].forEach((li, i) => li.setAttribute('aria-selected', String(i === at)))
    list.children[at].scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', list.children[at].id)
  }
  function pick (i) {
    input.value = items[i].name
    if (target) target.value = items[i].id ?? ''
    close()
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }
  input.addEventListener('input', () => { if (target) target.value = ''; clearTimeout(timer); timer = setTimeout(search, WAIT_MS) })
  input.addEventListener('blur', () => setTimeout(close, WAIT_MS))
  input.addEventListener('keydown', e => {
    if (list.hidden) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (step) { e.preventDefault(); move(at < 0 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length) }
    else if (e.key === 'Enter' && at >= 0) { e.preventDefault(); pick(at) }
    else if (e.key === 'Escape') close()
  })
  list.addEventListener('mousedown', e => {
    const li = e.target.closest('[role=option]')
    if (li) { e.preventDefault(); pick(+li.dataset.i) }
  })
}
