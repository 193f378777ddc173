// Why a node is not counted, in words: one table for the terminal, the pages and every report.
import type { Unknown, UnknownReason } from './report';

export const REASONS: Readonly<Record<UnknownReason, string>> = {
  'unsupported-operator': 'no rule for this operator',
  'unknown-input': 'the shape of an input is unknown',
  'unbound-dimension': 'dimension unbound',
  'data-dependent': 'depends on values at run time',
  'missing-sidecar': 'needs a sidecar file that was not given',
  'unread-attribute': 'an attribute is too long to be read',
  inconsistent: 'shapes or attributes contradict the specification',
  'too-large': 'bodies nest too deeply',
  'per-iteration': 'trip count not constant: counted for one iteration',
};

/** The reason in a few words, such as "dimension unbound: batch". */
export const reasonText = ({
  reason,
  dimensions,
}: Pick<Unknown, 'reason' | 'dimensions'>): string =>
  dimensions.length === 0 ? REASONS[reason] : `${REASONS[reason]}: ${dimensions.join(', ')}`;
