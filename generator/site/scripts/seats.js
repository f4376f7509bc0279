// The number of free seats, from the form service of this site; silent when it cannot be had.

const places = document.querySelectorAll("[data-seats]");
try {
  const answer = await fetch("/apply/seats.json");
  const seats = answer.ok ? await answer.json() : {};
  for (const place of places) {
    const left = seats[place.dataset.seats]?.left;
    if (!Number.isInteger(left)) continue;
    place.textContent = place.dataset.words.replace("{left}", left);
    place.hidden = false;
  }
} catch {
  // No service here, or no network: the link beside the number leads to the live page.
}
