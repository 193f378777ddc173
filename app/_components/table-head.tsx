// The head of a table: a name per column, numbers set to the right as their column is. What is seen
// without a name, as bars are, is named to readers who hear the page.

export type Column =
  | string
  | { readonly text: string; readonly className: string }
  | { readonly number: string; readonly className?: string }
  | { readonly bars: string; readonly className?: string };

const nameOf = (column: Column): string => {
  if (typeof column === 'string') return column;
  if ('text' in column) return column.text;
  return 'number' in column ? column.number : column.bars;
};

function Head({ column }: { readonly column: Column }) {
  if (typeof column === 'string') return <th scope="col">{column}</th>;
  const { className = '' } = column;
  if ('text' in column) {
    return (
      <th scope="col" className={className}>
        {column.text}
      </th>
    );
  }
  if ('number' in column) {
    return (
      <th scope="col" className={`numeric ${className}`.trim()}>
        {column.number}
      </th>
    );
  }
  return (
    <th scope="col" className={className}>
      <span className="sr-only">{column.bars}</span>
    </th>
  );
}

export function TableHead({ columns }: { readonly columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <Head key={nameOf(column)} column={column} />
        ))}
      </tr>
    </thead>
  );
}
