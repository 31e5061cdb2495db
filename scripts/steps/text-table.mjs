/** Rows of cells as aligned text, the first row being the heading. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd();
  const [heading, ...rest] = rows.map(line);
  return [heading, "─".repeat(widths.reduce((sum, width) => sum + width + 2, -2)), ...rest].join("\n");
}
