// Brings a quote into view inside the contract's own pane, and tells the server which finding a marked passage belongs to.
export default function ({ data, setTriggerValue }) {
  const pane = () => document.querySelector(".ca-text, .ca-page");

  const show = (number) => {
    const box = pane();
    if (!box) return false;
    box.querySelectorAll("mark.on").forEach((mark) => mark.classList.remove("on"));
    const marks = [...box.querySelectorAll(`[data-q~="${number}"]`)];
    if (!marks.length) return false;
    marks.forEach((mark) => mark.classList.add("on"));
    window.clauseAnalyzerNumber = number;
    const centre = () => {
      const offset = marks[0].getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTop += offset - box.clientHeight / 3;
    };
    // Clauses that were out of sight get their true height only when they come near: look twice more.
    centre();
    requestAnimationFrame(() => { centre(); requestAnimationFrame(centre); });
    return true;
  };

  const onClick = (event) => {
    const jump = event.target.closest?.("[data-jump]");
    if (jump) {
      if (!show(jump.dataset.jump) || data.paged) setTriggerValue("pointed", jump.dataset.jump);
      return;
    }
    const mark = event.target.closest?.(".ca-text mark");
    if (mark && !String(getSelection())) setTriggerValue("opened", mark.dataset.q.split(" ")[0]);
  };
  document.addEventListener("click", onClick);

  // Another width breaks lines elsewhere: the quote on show stays in view.
  const onResize = () => { const on = pane()?.querySelector("mark.on"); if (on) show(on.dataset.q.split(" ")[0]); };
  addEventListener("resize", onResize);

  // A finding that was opened begins at its top; back in the list, the row it was opened from is in view.
  const before = window.clauseAnalyzerOpened ?? null;
  window.clauseAnalyzerOpened = data.opened;
  if (data.opened !== before) {
    const place = data.opened !== null || before === null
      ? () => document.querySelector(".st-key-workspace-panes")
      : () => document.querySelector(`[class*="row-${before}"]`);
    const block = data.opened !== null ? "start" : "center";
    requestAnimationFrame(() => requestAnimationFrame(() => place()?.scrollIntoView({ block })));
  }

  // The text may be put into the page after this runs, and once more after that, without the mark on its quote. What was
  // shown in the text is shown anew on the page.
  const asked = `${data.jumps} ${data.paged}`;
  let over = false, tries = 0;
  const wait = () => {
    if (data.number === null || over || tries++ > 60) return;
    const fresh = asked !== window.clauseAnalyzerShown;
    if ((fresh || !pane()?.querySelector(".on")) && show(fresh ? data.number : window.clauseAnalyzerNumber)) {
      window.clauseAnalyzerShown = asked;
    }
    requestAnimationFrame(wait);
  };
  wait();
  return () => {
    over = true;
    document.removeEventListener("click", onClick);
    removeEventListener("resize", onResize);
  };
}
