// What draws the results of a search: fetched with the first answer, because most readers never
// search.
import { drawInto } from '../_client/preact-root';
import { SearchOptions, type SearchOptionsProps } from '../_components/search-options';

export function drawResults(list: Element, found: SearchOptionsProps): void {
  drawInto(list, <SearchOptions {...found} />);
}
