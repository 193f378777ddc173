// The calculator at work: every keystroke builds the graph anew and counts it, and the address
// follows, so that what is seen can be shared.
import { createElement } from 'react';
import { nodesOf } from '@/app/_behaviours/markup';
import { sharedTexts } from './counted';
import { addressOf, type Choice, readChoice } from './kinds';
import { Counts, Layer } from './layer';

/** What the form says now. An empty field is no number rather than the usual one. */
function choiceOf(form: HTMLFormElement): Choice {
  const fields = new FormData(form);
  return readChoice({
    get: (name) => {
      const value = fields.get(name);
      if (typeof value !== 'string') return null;
      return value.trim() === '' ? 'empty' : value;
    },
  });
}

/** A device from the list sets the two fields. */
function takeDevice(form: HTMLFormElement, { value }: HTMLSelectElement): void {
  const [gflops, gigabytes] = value.split(' ');
  for (const [name, text] of [
    ['gflops', gflops],
    ['gigabytes', gigabytes],
  ] as const) {
    const field = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    if (field !== null && text !== undefined && text !== '') field.value = text;
  }
}

/** What the copy buttons give from now on. */
function share(form: HTMLFormElement, texts: ReturnType<typeof sharedTexts>): void {
  for (const name of ['link', 'markdown'] as const) {
    const button = form.querySelector<HTMLElement>(`[data-share="${name}"] [data-copy]`);
    if (button !== null) button.dataset.copy = texts[name];
  }
}

export function countLayersIn(form: HTMLFormElement): void {
  const origin = form.dataset.origin ?? location.origin;
  const draw = (place: string, what: ReturnType<typeof createElement>): void =>
    form.querySelector(place)?.replaceChildren(...nodesOf(what));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLSelectElement) takeDevice(form, target);
    const isKind = target instanceof HTMLInputElement && target.name === 'kind';
    // Another kind begins with its own sizes; the fields on the page are those of the one before.
    const choice = isKind ? readChoice(new URLSearchParams({ kind: target.value })) : choiceOf(form);
    if (isKind) draw('[data-layer]', createElement(Layer, { choice }));
    else draw('[data-layer-counts]', createElement(Counts, { choice }));
    history.replaceState(null, '', addressOf(choice));
    share(form, sharedTexts(choice, origin));
  });
}
