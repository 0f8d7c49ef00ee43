// Tells the server which cell of a matrix was clicked.
export default function ({ setTriggerValue }) {
  const onClick = (event) => {
    const cell = event.target.closest?.("[data-cell]");
    if (cell) setTriggerValue("cell", `${cell.dataset.cell}\n${cell.dataset.version}`);
  };
  document.addEventListener("click", onClick);
  return () => document.removeEventListener("click", onClick);
}
