// What a visitor is told when the server says no or does not answer. Read by hand, not by schema,
// so that pages which only take runs back need no validator in the browser.
import type { Ending } from './stages';

/** A refusal or a broken connection in one sentence for the visitor. */
export type Refusal = string;

/** The words of a refusal: the detail of a problem+json answer (RFC 9457), else its status. */
export function refusalOf(status: number, answer: unknown): Refusal {
  if (
    typeof answer !== 'object' ||
    answer === null ||
    !('title' in answer) ||
    typeof answer.title !== 'string'
  )
    return `The server answered ${status}.`;
  const { title } = answer;
  return 'detail' in answer && typeof answer.detail === 'string'
    ? `${title}: ${answer.detail}.`
    : `${title}.`;
}

/**
 * Says why a stage that waited for the server ended: in a sentence of its own, or in the words of
 * the browser.
 */
export const unreachable = ({ why }: Ending): Refusal =>
  why.endsWith('.') ? why : `The server could not be reached: ${why}.`;
