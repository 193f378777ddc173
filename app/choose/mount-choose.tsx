// Puts the desk into its place on the page, with the question that the server wrote there.
import { drawInto } from '../_client/preact-root';
import { ChooseDesk, type Question } from './choose-desk';

export function mountChoose(place: HTMLElement): void {
  const question = JSON.parse(place.dataset.choose ?? '{}') as Question;
  drawInto(place, <ChooseDesk {...question} />);
}
