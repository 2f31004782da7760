// The page is complete without this: it adds a filter over the callers and sorting by a column.
(() => {
	const table = document.getElementById("callers");
	const body = table.tBodies[0];
	const rows = Array.from(body.rows);
	const search = document.getElementById("search");
	const state = document.getElementById("state");
	const shown = document.getElementById("shown");

	function filter() {
		const words = search.value.toLowerCase().split(/\s+/);
		let count = 0;
		for (const row of rows) {
			const text = row.textContent.toLowerCase();
			const fits = (!state.value || row.dataset.state === state.value) && words.every((word) => text.includes(word));
			row.hidden = !fits;
			count += fits;
		}
		shown.textContent = `${count} of ${rows.length} shown`;
	}

	function sort(column, heading) {
		const down = heading.getAttribute("aria-sort") === "ascending";
		for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
		heading.setAttribute("aria-sort", down ? "descending" : "ascending");
		const text = (row) => row.cells[column].textContent;
		const compare = (a, b) => text(a).localeCompare(text(b), "en", { numeric: true });
		rows.sort((a, b) => (down ? compare(b, a) : compare(a, b)));
		body.append(...rows);
	}

	Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
		const button = document.createElement("button");
		button.type = "button";
		button.textContent = heading.textContent;
		button.addEventListener("click", () => sort(column, heading));
		heading.replaceChildren(button);
	});
	search.addEventListener("input", filter);
	state.addEventListener("change", filter);
	const form = document.getElementById("filter");
	form.addEventListener("submit", (event) => event.preventDefault());
	form.hidden = false;
	filter();
})();
