// Nothing on the pages needs this file; it makes a few things smoother.
(() => {
  "use strict";

  // A browser skips `autofocus` when the address has a fragment, and after a swap.
  const toErrors = () => document.querySelector(".error-summary")?.focus();

  // The language menu closes by Escape and by a click outside it.
  const closeMenus = (except) =>
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // The board prints aliases. Names belong to intake, which answers under the reader's own session
  // with <li data-person="ID">name</li> for those the reader may see; the others keep the alias.
  // Names live in this page's memory alone and come back after each live update.
  const names = new Map();
  const asked = new Set();

  const show = (links) =>
    links.forEach((link) => {
      const name = names.get(link.dataset.person);
      if (!name || link.querySelector(".name")) return;
      const bdi = document.createElement("bdi");
      bdi.className = "name";
      bdi.textContent = name;
      link.prepend(bdi, " ");
    });

  const nameThem = async () => {
    const board = document.querySelector("[data-names]");
    if (!board) return;
    const links = [...board.querySelectorAll("[data-person]")];
    show(links);
    const unknown = [...new Set(links.map((link) => link.dataset.person))].filter((id) => !asked.has(id));
    if (!unknown.length) return;
    unknown.forEach((id) => asked.add(id));
    const query = new URLSearchParams(unknown.map((id) => ["person", id]));
    try {
      const answer = await fetch(`${board.dataset.names}?${query}`, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error();
      const fragment = new DOMParser().parseFromString(await answer.text(), "text/html");
      fragment.querySelectorAll("[data-person]").forEach((item) => names.set(item.dataset.person, item.textContent.trim()));
    } catch {
      unknown.forEach((id) => asked.delete(id));
    }
    show([...document.querySelectorAll("[data-names] [data-person]")]);
  };

  if (location.hash) toErrors();
  document.querySelector(".staff [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
  nameThem();
  // A refreshed page without what was asked for is the sign-in page: show it whole.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    if (!ctx.select || tasks.some((task) => task.fragment?.childElementCount)) return;
    event.preventDefault();
    location.reload();
  });
  document.addEventListener("htmx:after:swap", () => {
    toErrors();
    nameThem();
  });
})();
