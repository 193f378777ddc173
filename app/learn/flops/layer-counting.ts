// The calculator at work: every keystroke builds the graph anew and counts it.
import { createElement } from 'react';
import { nodesOf } from '@/app/_behaviours/markup';
import { Layer, LayerCounts } from './layer-calculator';
import { initialSizes, LAYER_KINDS } from './layers';

export function countLayersIn(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    const fields = new FormData(form);
    const kind = LAYER_KINDS.find(({ id }) => id === fields.get('kind'));
    if (kind === undefined || !(target instanceof HTMLInputElement)) return;
    if (target.name === 'kind') {
      const layer = createElement(Layer, { kind, sizes: initialSizes(kind) });
      form.querySelector('[data-layer]')?.replaceChildren(...nodesOf(layer));
      return;
    }
    // An empty field is no number rather than 0.
    const sizes = Object.fromEntries(
      kind.sizes.map(({ key }) => [key, Number.parseFloat(String(fields.get(key) ?? ''))]),
    );
    const counts = createElement(LayerCounts, { kind, sizes });
    form.querySelector('[data-layer-counts]')?.replaceChildren(...nodesOf(counts));
  });
}
