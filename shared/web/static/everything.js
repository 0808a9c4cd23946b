// Everything about somebody, in one file: whole, or it is said which part did not come. Services do not
// ask each other, so it is this page that goes from one to the next.
(() => {
  "use strict";
  const everything = document.querySelector("[data-everything]");
  const links = [...document.querySelectorAll("a[data-part]")];
  const trouble = everything.querySelector("[role=alert]");

  const fetched = async (link) => {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error();
    return [link.dataset.part, await answer.json()];
  };

  const save = (whole) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 2)], { type: "application/json" }));
    link.download = everything.dataset.everything;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  const inOneFile = async () => {
    trouble.hidden = true;
    const parts = await Promise.allSettled(links.map(fetched));
    const missing = links.filter((_, number) => parts[number].status === "rejected");
    trouble.querySelector("strong").textContent = missing.map((link) => link.textContent).join(", ");
    trouble.hidden = !missing.length;
    if (!missing.length) save(Object.fromEntries(parts.map((part) => part.value)));
  };

  everything.hidden = false;
  everything.querySelector("button").addEventListener("click", inOneFile);
})();
