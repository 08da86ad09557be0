
"use strict";
for (const table of document.querySelectorAll("table.data")) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  function compare(one, other, column, direction) {
    const [a, b] = [one.cells[column], other.cells[column]];
    if (!a.textContent.trim() || !b.textContent.trim()) {
      return (a.textContent.trim() ? 0 : 1) - (b.textContent.trim() ? 0 : 1);
    }
    if (a.dataset.number !== undefined && b.dataset.number !== undefined) {
      return direction * (Number(a.dataset.number) - Number(b.dataset.number));
    }
    return direction * order.compare(a.textContent, b.textContent);
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const upwards = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", upwards ? "ascending" : "descending");
      rows.sort((one, other) => compare(one, other, column, upwards ? 1 : -1));
      body.append(...rows);
    });
  });

  if (rows.length > 3) {
    const box = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const count = document.createElement("span");
    box.className = "filter";
    count.className = "quiet";
    count.setAttribute("role", "status");
    input.type = "search";
    input.id = table.id + "-filter";
    label.htmlFor = input.id;
    label.textContent = "Show only rows with";
    box.append(label, input, count);
    table.parentElement.before(box);
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !words.every((word) => texts.get(row).includes(word));
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = words.length ? shown + " of " + rows.length + " rows" : "";
    });
  }
}
