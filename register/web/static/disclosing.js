// An answer from the hall, on a bad network: it is sent again under the same key until the register has it, so that it
// counts once. What was typed outlives a reload, for whoever typed it: the next person at the same screen neither sees
// nor sends it. Without this file the form is sent as any other.

const FIRST_WAIT = 1000, LONGEST_WAIT = 15000, PATIENCE = 10000
const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504])

const stored = (name) => {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? null
  } catch {
    return null
  }
}

const store = (name, value) => {
  try {
    value ? sessionStorage.setItem(name, JSON.stringify(value)) : sessionStorage.removeItem(name)
  } catch {
    // No storage, nothing outlives a reload.
  }
}

const answerOf = (form) => {
  const typed = new FormData(form)
  const stance = typed.get("stance")
  const has = stance === "something"
  return {
    item: form.dataset.item || null,
    stance,
    levels: has ? typed.getAll("levels") : [],
    text: has ? typed.get("text") : "",
    party: has ? typed.get("party") : "",
    language: document.documentElement.lang,
    client_key: typed.get("client_key"),
  }
}

const same = (one, other) => JSON.stringify({ ...one, client_key: "" }) === JSON.stringify({ ...other, client_key: "" })

const fill = (form, answer) => {
  for (const field of form.elements) {
    if (field.name === "stance") field.checked = field.value === answer.stance
    if (field.name === "levels") field.checked = answer.levels.includes(field.value)
    if (["text", "party", "client_key"].includes(field.name)) field.value = answer[field.name]
  }
}

const storedFor = (holder) => `answer ${holder} `

const forget = (isGone) => {
  try {
    Object.keys(sessionStorage).filter(isGone).forEach((name) => sessionStorage.removeItem(name))
  } catch {
    // No storage, nothing to forget.
  }
}

// What the page says of the answer stands below the receipt: it is asked for anew, and stays where that fails.
const renew = async () => {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } }).catch(() => null)
  if (!answer?.ok || answer.redirected) return
  const now = new DOMParser().parseFromString(await answer.text(), "text/html")
  for (const place of ["[data-answer]", "#standing-aside:not(:has(:focus))"]) {
    const fresh = now.querySelector(place)
    if (fresh) document.querySelector(place)?.replaceWith(fresh)
  }
}

// What was received is right: no fault of this form stands any more, beside it, in the summary or before the title.
const settle = (form) => {
  const summary = document.querySelector("[data-error-summary]")
  const mark = form.querySelector(".error .away")?.textContent.trim()
  for (const link of summary?.querySelectorAll("a") ?? []) {
    if (form.contains(document.getElementById(link.hash.slice(1)))) link.closest("li").remove()
  }
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    const described = field.getAttribute("aria-describedby") ?? ""
    field.setAttribute("aria-describedby", described.split(" ").filter((id) => !id.endsWith("-error")).join(" "))
    field.removeAttribute("aria-invalid")
  }
  form.querySelectorAll(".wrong").forEach((field) => field.classList.remove("wrong"))
  form.querySelectorAll(".error").forEach((fault) => fault.remove())
  document.querySelector("[data-refusal]")?.remove()
  if (!summary || summary.querySelector("li")) return
  summary.remove()
  if (mark && document.title.startsWith(mark)) document.title = document.title.slice(mark.length).trim()
}

const enhance = (form) => {
  const { holder } = form.dataset
  const mine = `${storedFor(holder)}${form.getAttribute("action")}`
  const kept = mine + location.search
  forget((name) => name.startsWith("answer ") && !name.startsWith(storedFor(holder)))
  const line = form.querySelector("[data-sending]")
  const receipt = document.querySelector("[data-receipt]")
  let sending = null, tried = false, pressedAgain = false, wake = () => {}

  const say = (text, tone) => {
    line.textContent = text
    line.className = `sending ${tone}`
  }

  const attempt = async (answer) => {
    const giveUp = new AbortController()
    const timer = setTimeout(() => giveUp.abort(), PATIENCE)
    try {
      return await fetch(form.dataset.send, {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf-token": form.elements.csrf.value },
        body: JSON.stringify(answer),
        signal: giveUp.signal,
        redirect: "error",
      })
    } catch {
      return null
    } finally {
      clearTimeout(timer)
    }
  }

  const pause = (wait) => new Promise((resolve) => {
    wake = resolve
    setTimeout(resolve, wait)
  })

  const received = async (response) => {
    const { time } = await response.json()
    const typed = answerOf(form), isNew = !same(typed, sending)
    forget((name) => name === mine || name.startsWith(`${mine}?`))
    tried = false
    form.elements.client_key.value = crypto.randomUUID()
    if (isNew) store(kept, { ...answerOf(form), pending: false })
    say("", "")
    settle(form)
    receipt.hidden = false
    receipt.textContent = form.dataset.received.replace("{time}", time)
    receipt.scrollIntoView({ block: "center" })
    renew()
  }

  // What was changed and sent while the first was still under way is another answer, under a key of its own.
  const pressedAnew = () => {
    pressedAgain = false
    if (same(answerOf(form), sending)) return
    form.elements.client_key.value = crypto.randomUUID()
    sending = answerOf(form)
    store(kept, { ...sending, pending: true })
  }

  const send = async () => {
    if (sending) {
      pressedAgain = true
      wake()
      return
    }
    sending = answerOf(form)
    store(kept, { ...sending, pending: true })
    say(form.dataset.underWay, "")
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      tried = true
      if (pressedAgain) pressedAnew()
      const response = await attempt(sending)
      if (response?.ok) {
        await received(response)
        if (!pressedAgain || same(answerOf(form), sending)) break
        continue
      }
      if (response && !AGAIN.has(response.status)) {
        // The page itself says what is wrong, or leads to the way in.
        store(kept, { ...sending, pending: false })
        form.submit()
        break
      }
      say(form.dataset.notYet, "waits")
      const asked = Number(response?.headers.get("retry-after")) * 1000
      await pause(Math.max(wait * (0.5 + Math.random()), asked || 0))
    }
    sending = null
    pressedAgain = false
  }

  form.addEventListener("input", () => {
    // Another answer is another request: the key of one that may have arrived is not used for it.
    if (tried && !sending) {
      form.elements.client_key.value = crypto.randomUUID()
      tried = false
    }
    store(kept, sending ? { ...sending, pending: true, typed: answerOf(form) } : { ...answerOf(form), pending: false })
  })
  form.addEventListener("submit", (event) => {
    delete form.dataset.sent
    if (!form.querySelector("[name=stance]:checked")) return
    event.preventDefault()
    send()
  })
  window.addEventListener("online", () => wake())
  document.addEventListener("visibilitychange", () => wake())

  const before = stored(kept)
  const isReturned = document.querySelector("[data-error-summary]") && form.querySelector("[name=stance]:checked")
  if (before && !isReturned) {
    fill(form, before)
    tried = before.pending
    if (before.pending) send()
    if (before.typed) fill(form, before.typed)
  }
}

document.querySelectorAll("form[data-send]").forEach(enhance)
