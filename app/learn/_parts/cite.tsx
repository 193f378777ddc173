// "Williams and others 2009", as a link to the chapter's list of sources, where its title stands.
import { SOURCES, type SourceId } from './sources';

/** The family name of the first author, and "others" where there are more. */
export function shortName(id: SourceId): string {
  const { authors, year } = SOURCES[id];
  const [first = authors, ...more] = authors.replace(/ and others$/, ', others').split(', ');
  const family = first.replace(/^(?:\p{Lu}\.(?:-?\p{Lu}\.)* ?)+/u, '');
  return `${family}${more.length > 0 ? ' and others' : ''} ${year}`;
}

export function Cite({ id }: { readonly id: SourceId }) {
  return (
    <a className="whitespace-nowrap text-grey-4" href={`#source-${id}`}>
      ({shortName(id)})
    </a>
  );
}
