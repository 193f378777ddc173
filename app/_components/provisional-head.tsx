// The head of the rows of a table that are not ranked yet: a rule, and in words why they are below
// it.
import type { ReactNode } from 'react';

interface ProvisionalHeadProps {
  /** Of the table. */
  readonly columns: number;
  readonly children: ReactNode;
}

export function ProvisionalHead({ columns, children }: ProvisionalHeadProps) {
  return (
    <tr>
      <th
        scope="rowgroup"
        colSpan={columns}
        className="border-grey-4 border-t-2 border-dotted pt-4 text-grey-4 text-xs"
      >
        {children}
      </th>
    </tr>
  );
}
