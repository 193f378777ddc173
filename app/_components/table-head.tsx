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
  const name = nameOf(column);
  return (
    <th scope="col" className={'number' in column ? `numeric ${className}`.trim() : className}>
      {'bars' in column ? <span className="sr-only">{name}</span> : name}
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
