// Keys of the desk. Each does what a link or a button of the page does, so that nothing needs them. This runs before the
// page is there: a key that is pressed while it still comes is kept until it has, and one that leads away counts once.

const STORED = "single-keys"
const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"

let dialog, opener, toggle, early
let leaving = false, isThere = false

const areOn = () => {
  try {
    return localStorage.getItem(STORED) !== "off"
  } catch {
    return true
  }
}

const remember = (on) => {
  try {
    localStorage.setItem(STORED, on ? "on" : "off")
  } catch {
    // No storage: the choice lasts as long as the page.
  }
}

// On a keyboard of another script the letter is the one that stands there in Latin.
const keyOf = (event) => {
  if (event.key === "؟") return "?"
  return event.key > "~" && event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key
}

const rows = () => [...document.querySelectorAll("a.row-link")]

// The focus itself moves, so that a screen reader says the row and Enter opens it; at either end it stays.
const step = (by) => {
  const all = rows()
  const here = all.indexOf(document.activeElement)
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)
  all[next]?.focus()
}

// A folded form opens and its first field takes the focus; a link or a button is pressed.
const go = (target) => {
  if (target.matches("a, button")) {
    leaving = target.matches("a[href]:not([href^='#'])")
    return target.click()
  }
  const folded = target.matches("details") ? target : target.closest("details")
  if (folded) folded.open = true
  const field = target.querySelector("input:not([type=hidden]), textarea, select, button")
  field?.focus()
  field?.scrollIntoView({block: "center"})
}

const show = () => {
  if (!dialog.open) dialog.showModal()
}

const press = (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || leaving) return
  if (!isThere) {
    early = event
    return
  }
  if (!toggle?.checked || dialog.open || event.target.matches(WRITING)) return
  const key = keyOf(event)
  const moves = {j: 1, k: -1}
  if (event.target.matches("a.row-link")) Object.assign(moves, {ArrowDown: 1, ArrowUp: -1})
  if (key in moves) step(moves[key])
  else if (key === "o" && event.target.matches("a.row-link")) event.target.click()
  else if (key === "x" && event.target.matches("a.row-link")) event.target.closest("tr").querySelector("input[type=checkbox]")?.click()
  else if (key === "?") show()
  else {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
    if (!target) return
    go(target)
  }
  event.preventDefault()
}

const begin = () => {
  isThere = true
  dialog = document.getElementById("keys")
  opener = document.querySelector("[data-keys-open]")
  if (!dialog?.showModal || !opener) return
  toggle = document.querySelector("[data-keys-on]")
  opener.hidden = false
  toggle.checked = areOn()
  toggle.addEventListener("change", () => remember(toggle.checked))
  opener.addEventListener("click", show)
  dialog.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close())
  if (early) press(early)
}

document.addEventListener("keydown", press)
document.addEventListener("DOMContentLoaded", begin)
window.addEventListener("pageshow", () => { leaving = false })
