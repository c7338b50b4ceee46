// A board that follows the meeting: numbers change in their place, and nothing else moves.

const line = document.querySelector("[data-events]")
const digits = [...line.dataset.digits]
const writing = new Intl.NumberFormat(document.documentElement.lang, {numberingSystem: "latn"})
const written = (number) => writing.format(number).replace(/\d/g, (digit) => digits[digit])
const link = line.firstElementChild
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

// Another item or another delegation: the frame of the numbers is asked for anew.
let asking = false
const renew = async () => {
  if (asking) return
  asking = true
  const answer = await fetch(location.href, {headers: {accept: "text/html"}}).catch(() => null)
  asking = false
  if (!answer?.ok || answer.redirected) return
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-board]")
  if (now) board().replaceWith(now)
}

const events = new EventSource(line.dataset.events)
events.onopen = () => say(line.dataset.following)
events.onerror = () => {
  say(line.dataset.lost)
  if (events.readyState !== EventSource.CLOSED) return
  line.replaceChildren(link)
  setTimeout(() => location.reload(), 5000)
}
events.onmessage = (event) => {
  const figures = JSON.parse(event.data)
  if (figures.frame === board().dataset.frame) show(figures)
  else renew()
}
events.addEventListener("end", () => {
  events.close()
  location.reload()
})
