// What pages do in the browser without React: a listener on the document for what stands on every
// page, and for the few places that are filled here the code that fills them, when they are there.
import { offerMeasuring } from '../learn/_measure/measure-button';
import { countOnDemand } from '../learn/calculator/counting-on-demand';
import { listenForCopying } from './copy-button';
import { listenToLiveForms } from './live-form';
import { listenForReproductions } from './reproduction';
import { enhanceSearchBoxes } from './search-box';
import { listenForTheme } from './theme-switch';

async function fillPlaces(): Promise<void> {
  const myRuns = document.querySelector('[data-my-runs]');
  if (myRuns !== null) (await import('../my-runs/mount-my-runs')).mountMyRuns(myRuns);
  const analysis = document.querySelector('[data-analysis]');
  if (analysis !== null) (await import('../analyze/mount-analysis')).mountAnalysis(analysis);
  const choosing = document.querySelector<HTMLElement>('[data-choose]');
  if (choosing !== null) (await import('../choose/mount-choose')).mountChoose(choosing);
  const calculator = document.querySelector<HTMLFormElement>('[data-layer-calculator]');
  if (calculator !== null) countOnDemand(calculator);
  for (const section of document.querySelectorAll<HTMLElement>('[data-measure]'))
    offerMeasuring(section);
}

function onceParsed(): void {
  enhanceSearchBoxes();
  void fillPlaces();
}

export function startBehaviours(): void {
  listenForTheme();
  listenForCopying();
  listenForReproductions();
  listenToLiveForms();
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', onceParsed);
  else onceParsed();
}
