// The bar with the one decision stays at hand on a phone while its card is out of sight.

const bar = document.querySelector("[data-stick]");
const card = bar && document.getElementById(bar.dataset.stick);
if (card && window.IntersectionObserver) {
  new IntersectionObserver(([seen]) => { bar.hidden = seen.isIntersecting; }).observe(card);
}

// On paper the whole story stands there.
const story = document.getElementById("story");
if (story) window.addEventListener("beforeprint", () => { story.open = true; });
