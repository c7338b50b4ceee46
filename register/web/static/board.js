// A board that follows the meeting: numbers change in their place, and nothing else moves.

const line = document.querySelector("[data-events]")
const digits = [...line.dataset.digits]
const writing = new Intl.NumberFormat(document.documentElement.lang, {numberingSystem: "latn"})
const written = (number) => writing.format(number).replace(/\d/g, (digit) => digits[digit])
const say = (text) => { if (line.textContent !== text) line.replaceChildren(text) }

const board = () => document.querySelector("[data-board]")

const put = (name, number) => {
  const place = board().querySelector(`[data-figure="${name}"]`)
  const text = written(number)
  if (!place || place.textContent === text) return
  place.textContent = text
  const size = place.parentElement.dataset.size
  if (size) place.parentElement.classList.toggle("good", Number(size) > 0 && number >= Number(size))
}

const fill = ([full, begun, none]) => {
  const grid = board().querySelector("[data-grid]")
  if (!grid) return
  const kinds = [...Array(full).fill("full"), ...Array(begun).fill("begun"), ...Array(none).fill("none")]
  kinds.forEach((kind, at) => { if (grid.children[at]) grid.children[at].className = kind })
}

const show = (figures) => {
  if (figures.lines) {
    put("acknowledged", figures.acknowledged)
    figures.lines.forEach(({answered, groups}, at) => {
      put(`answered.${at}`, answered)
      put(`missing.${at}`, figures.participants - answered)
      groups.forEach((number, group) => put(`groups.${at}.${group}`, number))
    })
  } else {
    put("answered", figures.answered)
    put("full", figures.filled[0])
    fill(figures.filled)
  }
}

// Another item or another delegation: the frame of the numbers is asked for anew, until it is there.
const FIRST_WAIT = 1000, LONGEST_WAIT = 15000, SILENCE = 40000
const AGAIN = new Set([429, 500, 502, 503, 504])
const page = () => fetch(location.href, {headers: {accept: "text/html"}}).catch(() => null)
const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())))
const isAway = (answer) => !answer || AGAIN.has(answer.status)

let asking = false
const renew = async () => {
  if (asking) return
  asking = true
  let answer = await page()
  for (let wait = FIRST_WAIT; isAway(answer); wait = Math.min(wait * 2, LONGEST_WAIT)) {
    await pause(wait)
    answer = await page()
  }
  asking = false
  if (!answer.ok || answer.redirected) return
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-board]")
  if (now) board().replaceWith(now)
}

// A broken stream is opened again by the browser, one that was refused or has gone silent by us: while the register is
// away the figures stay, and where this page is no longer open to this person it is loaded, so that it says so.
let wait = FIRST_WAIT, heard = Date.now(), events = null, returning = false

const comeBack = async () => {
  if (returning) return
  returning = true
  events.close()
  let answer = null
  while (isAway(answer)) {
    await pause(wait)
    wait = Math.min(wait * 2, LONGEST_WAIT)
    answer = await page()
  }
  returning = false
  if (answer.ok && !answer.redirected) follow()
  else location.reload()
}

const follow = () => {
  heard = Date.now()
  events = new EventSource(line.dataset.events)
  events.onopen = () => say(line.dataset.following)
  events.onerror = () => {
    say(line.dataset.lost)
    if (events.readyState === EventSource.CLOSED) comeBack()
  }
  events.onmessage = (event) => {
    heard = Date.now()
    wait = FIRST_WAIT
    const figures = JSON.parse(event.data)
    if (figures.frame === board().dataset.frame) show(figures)
    else renew()
  }
  events.addEventListener("here", () => { heard = Date.now() })
  events.addEventListener("end", () => {
    events.close()
    location.reload()
  })
}

follow()
setInterval(() => {
  if (Date.now() - heard > SILENCE && !returning) {
    say(line.dataset.lost)
    comeBack()
  }
}, 5000)
