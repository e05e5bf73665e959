/** A column of a table: its name and what a row shows in it. */
export type Column<Row> = { name: string; cell: (row: Row) => React.ReactNode };

/** A plain table with a name for screen readers. */
export const DataTable = <Row,>(props: {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the page scrolls and must be reachable by keyboard
  <section className="sheet" tabIndex={0} aria-label={props.label}>
    <table className="table" aria-label={props.label}>
      <thead>
        <tr>
          {props.columns.map((column) => (
            <th key={column.name} scope="col">
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={props.rowKey(row)}>
            {props.columns.map((column) => (
              <td key={column.name}>{column.cell(row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
