// Shows how far long work is, without opening the page again: a reader keeps the place, and is told once it is done.

const EVERY = 2000
const shown = document.querySelector("[data-progress]")

async function ask() {
  const answer = await fetch(location.href, {headers: {accept: "text/html"}}).catch(() => null)
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const now = page.querySelector("[data-progress]")
    if (!now) {
      location.reload()
      return
    }
    shown.replaceChildren(...now.childNodes)
  }
  setTimeout(ask, EVERY)
}

if (shown) setTimeout(ask, EVERY)
