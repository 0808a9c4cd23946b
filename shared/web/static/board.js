// The board works without this file; it saves a guide clicks.
(() => {
  "use strict";

  // What is typed into a search narrows what is on the page, by names that the reader may see; the
  // form itself is sent to intake, so that no name stands in an address.
  const narrow = () => {
    const typed = document.querySelector("[data-narrows]");
    if (!typed) return;
    const wanted = typed.value.trim().toLowerCase();
    document.querySelectorAll(typed.dataset.narrows).forEach((card) => {
      card.hidden = !card.querySelector("[data-person]").textContent.toLowerCase().includes(wanted);
    });
  };
  document.addEventListener("input", (event) => event.target.matches?.("[data-narrows]") && narrow());

  // The keys of the board count only while a case has the focus, so that they hinder nobody.
  const beside = (card, step) => {
    const cards = [...document.querySelectorAll("#board .case:not([hidden])")];
    cards[cards.indexOf(card) + step]?.querySelector("[data-person]").focus();
  };
  const keys = {
    j: (card) => beside(card, 1),
    k: (card) => beside(card, -1),
    o: (card) => card.querySelector("[data-person]").click(),
    a: (card) => card.querySelector("form[action*='/approve'] button")?.click(),
    d: (card) => {
      const reasons = card.querySelector("details.dismiss");
      if (!reasons) return;
      reasons.open = true;
      reasons.querySelector("form button").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("#board .case");
    if (!card || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea")) return;
    const act = keys[event.key.toLowerCase()];
    if (act) event.preventDefault();
    act?.(card);
  });
  document.addEventListener("htmx:after:swap", narrow);
})();
