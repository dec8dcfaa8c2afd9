// What a batch gave, as one text: a line for every statement, with its rows read, its rows written and its rows as JSON, in
// which no line ends. Told apart here, the worker need not look through the rows to find where they end.

const line = ({ results, meta }) => `${meta?.rows_read ?? 0} ${meta?.rows_written ?? 0} ${JSON.stringify(results ?? [])}`;

/** The results of `D1Database.batch`. */
export function lines(results) {
  return results.map(line).join("\n");
}
