// Live filter: a GET form with data-live="ID" refreshes the element of that id
// when a choice changes, by asking for the same page and taking its part.
export function liveFilter (form) {
  const target = document.getElementById(form.dataset.live)
  if (!target) return
  let asked = 0
  async function refresh () {
    const address = form.action.split('?')[0] + '?' + new URLSearchParams(new FormData(form))
    const mine = ++asked
    target.classList.add('oc-busy')
    target.setAttribute('aria-busy', 'true')
    let page
    try {
      const answer = await fetch(address, { headers: { accept: 'text/html' } })
      if (!answer.ok) throw new Error(answer.status)
      page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    } catch { location.href = address; return }
    if (mine !== asked) return
    const fresh = page.getElementById(target.id)
    if (!fresh) { location.href = address; return }
    target.replaceChildren(...fresh.childNodes)
    target.classList.remove('oc-busy')
    target.removeAttribute('aria-busy')
    history.replaceState(null, '', address)
  }
  form.addEventListener('change', refresh)
  form.addEventListener('submit', e => { e.preventDefault(); refresh() })
}
