// What scripts improve. Every page works without this file.

const saying = (element, text) => { element.textContent = text }

// The summary of errors takes the focus, so that it is read first.
const focusSummary = () => {
  document.querySelector("[data-error-summary]")?.focus()
}

// A dialog that is reached by a link opens above the page; without scripts the link shows it in its place.
const openDialogs = () => {
  for (const opener of document.querySelectorAll("a[data-dialog]")) {
    const dialog = document.querySelector(opener.getAttribute("href"))
    if (!dialog?.showModal) continue
    opener.setAttribute("role", "button")
    opener.addEventListener("click", (event) => {
      event.preventDefault()
      dialog.showModal()
    })
    for (const closer of dialog.querySelectorAll("[data-close]")) {
      closer.addEventListener("click", (event) => {
        event.preventDefault()
        dialog.close()
        opener.focus()
      })
    }
  }
}

// A form with data-autosave is sent quietly a moment after the last change; the page says when it was kept.
const autosave = (form) => {
  const status = form.querySelector("[data-saved]")
  let timer = 0
  let sending = null
  const send = async () => {
    sending?.abort()
    sending = new AbortController()
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        signal: sending.signal,
      })
      if (status) saying(status, answer.ok ? status.dataset.saved : status.dataset.unsaved)
    } catch (error) {
      if (error.name !== "AbortError" && status) saying(status, status.dataset.unsaved)
    }
  }
  form.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(send, 1500)
  })
  form.addEventListener("submit", () => {
    clearTimeout(timer)
    sending?.abort()
  })
}

// A form is sent once: a second press while the first is under way does nothing.
const sendOnce = (form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = "yes"
  })
}

// The currency chosen last is offered first in the next empty amount.
const rememberCurrency = (select) => {
  const amount = document.getElementById(select.dataset.currencyOf)
  try {
    const last = localStorage.getItem("currency")
    if (last && amount && !amount.value && select.querySelector(`option[value="${CSS.escape(last)}"]`)) select.value = last
    select.addEventListener("change", () => localStorage.setItem("currency", select.value))
  } catch {
    // No storage, nothing remembered.
  }
}

// How much was written of what may be, once little is left; nothing that is typed is cut.
const counting = (field) => {
  const longest = Number(field.dataset.longest)
  const number = new Intl.NumberFormat(document.documentElement.lang)
  const line = document.createElement("p")
  line.className = "hint"
  line.setAttribute("role", "status")
  field.after(line)
  field.addEventListener("input", () => {
    const length = [...field.value].length
    saying(line, length > longest * 0.9 ? `${number.format(length)} / ${number.format(longest)}` : "")
  })
}

// Back from another page the browser shows the form as it was left, still marked as sent.
const unmark = () => {
  for (const form of document.forms) delete form.dataset.sent
}

const printing = (button) => {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}

focusSummary()
openDialogs()
document.querySelectorAll("form[data-autosave]").forEach(autosave)
document.querySelectorAll("form[method=post]").forEach(sendOnce)
document.querySelectorAll("select[data-currency-of]").forEach(rememberCurrency)
document.querySelectorAll("textarea[data-longest]").forEach(counting)
document.querySelectorAll("button[data-print]").forEach(printing)
window.addEventListener("pageshow", unmark)
