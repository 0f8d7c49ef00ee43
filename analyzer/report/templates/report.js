"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // A quote may be cut into several marks; light up all of them, and only them.
  const light = () => {
    const found = /^#q(\d+)$/.exec(location.hash);
    all("mark.on").forEach((mark) => mark.classList.remove("on"));
    if (found) all(`mark[data-q~="${found[1]}"]`).forEach((mark) => mark.classList.add("on"));
  };
  addEventListener("hashchange", light);
  light();

  const form = document.getElementById("filter");
  const filter = () => {
    const wanted = new Set(all("input:checked", form).map((box) => box.value));
    const group = form.elements.group.value;
    const everything = wanted.size === all("input", form).length;
    let shown = 0, total = 0;
    for (const section of all(".of-group")) {
      section.hidden = group !== "" && section.dataset.group !== group;
      let any = false;
      for (const provision of all(".provision", section)) {
        const elements = all(".element", provision);
        for (const element of elements) element.hidden = !wanted.has(element.dataset.status);
        const left = elements.filter((element) => !element.hidden).length;
        provision.hidden = left === 0 && !(everything && elements.length === 0);
        any = any || !provision.hidden;
        total += elements.length;
        if (!section.hidden) shown += left;
      }
      section.hidden = section.hidden || !any;
    }
    document.getElementById("shown").textContent = `${shown} of ${total} findings shown`;
  };
  form.hidden = false;
  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();

  // A link to a finding that is filtered out brings everything back.
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#f-']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (target && target.closest("[hidden]")) {
      form.reset();
      filter();
    }
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((details) => { details.open = false; }));
})();
