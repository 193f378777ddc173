// The head of a table: a name per column, numbers set to the right as their column is.

export type Column = string | { readonly number: string };

export function TableHead({ columns }: { readonly columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) =>
          typeof column === 'string' ? (
            <th key={column} scope="col">
              {column}
            </th>
          ) : (
            <th key={column.number} scope="col" className="numeric">
              {column.number}
            </th>
          ),
        )}
      </tr>
    </thead>
  );
}
