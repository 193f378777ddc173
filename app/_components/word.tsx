// A word of the glossary where it first stands on a page.
import type { ReactNode } from 'react';
import type { WordId } from '@/lib/views/glossary';

export function Word({ id, children }: { readonly id: WordId; readonly children: ReactNode }) {
  return (
    <a className="word" href={`/learn/glossary#${id}`}>
      {children}
    </a>
  );
}
