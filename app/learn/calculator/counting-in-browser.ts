// The calculator at work: every change builds the graph anew and counts it, and the address
// follows, so that what is seen can be shared.
import { createElement } from 'react';
import { drawInto } from '@/app/_client/preact-root';
import { counted, sharedTexts } from './counted';
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

const limitField = (form: HTMLFormElement, name: string): HTMLInputElement | null =>
  form.querySelector<HTMLInputElement>(`input[name="${name}"]`);

/** A device from the list sets the two fields; other numbers in them are no device of the list. */
function matchDevice(form: HTMLFormElement, target: EventTarget | null): void {
  const list = form.querySelector('select');
  if (list === null) return;
  const fields = ['gflops', 'gigabytes'].map((name) => limitField(form, name));
  if (target === list) {
    const numbers = list.value.split(' ');
    for (const [index, field] of fields.entries())
      if (field !== null && numbers[index]) field.value = numbers[index];
  } else {
    const written = fields.map((field) => field?.value).join(' ');
    list.value = [...list.options].some(({ value }) => value === written) ? written : '';
  }
}

/** What the copy buttons give from now on. */
function share(form: HTMLFormElement, texts: ReturnType<typeof sharedTexts>): void {
  for (const name of ['link', 'markdown'] as const) {
    const button = form.querySelector<HTMLElement>(`[data-share="${name}"] [data-copy]`);
    if (button !== null) button.dataset.copy = texts[name];
  }
}

/**
 * Follows every change; `isChanged` where the form says something else already than what the server
 * drew.
 */
export function countLayersIn(form: HTMLFormElement, isChanged: boolean): void {
  const origin = form.dataset.origin ?? location.origin;
  const draw = (selector: string, what: ReturnType<typeof createElement>): void => {
    const place = form.querySelector(selector);
    if (place !== null) drawInto(place, what);
  };
  const update = (target: EventTarget | null): void => {
    matchDevice(form, target);
    const said = choiceOf(form);
    // Another kind begins with its own sizes; the fields on the page are those of the one before.
    const isNew = said.kind.id !== form.dataset.layerCalculator;
    const choice = isNew
      ? { ...readChoice(new URLSearchParams({ kind: said.kind.id })), limits: said.limits }
      : said;
    const count = counted(choice);
    if (isNew) draw('[data-layer]', createElement(Layer, { choice, count }));
    else draw('[data-layer-counts]', createElement(Counts, { count }));
    form.dataset.layerCalculator = choice.kind.id;
    history.replaceState(null, '', addressOf(choice));
    share(form, sharedTexts(choice, count, origin));
  };
  form.addEventListener('input', ({ target }) => update(target));
  if (isChanged) update(null);
}
