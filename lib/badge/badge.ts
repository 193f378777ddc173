// A badge is data → SVG, pure: the same call draws the route's answer, the builder's preview and
// the snapshots; cards and social previews show the same parts. At most 2 KB whatever the names
// say, because both texts are cut by code points. Only the label of `for-the-badge` is raised to
// capitals: units are case-sensitive (ms, MS), so the message never is.
import { element, type Svg, text } from './svg';
import { textWidth } from './text-width';

export const BADGE_STYLES = ['flat', 'for-the-badge'] as const;
export type BadgeStyle = (typeof BADGE_STYLES)[number];

/** What the message is about; `unknown` is the grey badge of an id that names nothing. */
export type BadgeTone = 'wasm' | 'webgpu' | 'webnn' | 'neutral' | 'unknown';

export interface Badge {
  readonly label: string;
  /** What is said, most important first. */
  readonly parts: readonly string[];
  readonly tone: BadgeTone;
  /** What must be known of it before anything else: drawn as a box of its own, and never cut. */
  readonly note?: string;
}

/** On everything that leaves an instance whose runs are generated. */
export const EXAMPLE_NOTE = 'Example data, generated';

/** The badge of an address that asks for what there is not. */
export const refusedBadge = (why: string): Badge => ({
  label: 'flopmark',
  parts: [why.replaceAll('`', '')],
  tone: 'unknown',
});

/** The database did not answer; a broken picture would help nobody. */
export const UNREADABLE_BADGE: Badge = {
  label: 'flopmark',
  parts: ['not available'],
  tone: 'unknown',
};

/** UTC, as everywhere on badges: 2026-11-24. */
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** The text of a badge's right side, its parts with a middle dot between them. */
export const messageOf = ({ parts }: Pick<Badge, 'parts'>): string => parts.join(' · ');

export const BADGE_MAX_BYTES = 2048;
const LABEL_MAX_CHARS = 36;
const MESSAGE_MAX_CHARS = 80;

/**
 * White text on each of these has a contrast of at least 4.5 : 1; hues as in the site's light
 * theme.
 */
export const TONE_FILL: Readonly<Record<BadgeTone, string>> = {
  wasm: '#9a5b00',
  webgpu: '#1f6bd0',
  webnn: '#8448cc',
  neutral: '#08715a',
  unknown: '#6b7178',
};
const LABEL_FILL = '#33383d';
/** Dark red: white text on it has 7 : 1, and no backend has this hue. */
export const NOTE_FILL = '#9b1c31';

interface StyleFigures {
  readonly height: number;
  readonly radius: number;
  readonly fontSize: number;
  readonly baseline: number;
  readonly padding: number;
  readonly spacing: number;
  readonly weight: number;
  readonly capitals: boolean;
}

const STYLES: Readonly<Record<BadgeStyle, StyleFigures>> = {
  flat: {
    height: 20,
    radius: 3,
    fontSize: 11,
    baseline: 14,
    padding: 6,
    spacing: 0,
    weight: 400,
    capitals: false,
  },
  'for-the-badge': {
    height: 28,
    radius: 0,
    fontSize: 10,
    baseline: 18,
    padding: 10,
    spacing: 0.75,
    weight: 700,
    capitals: true,
  },
};

/** Bold Verdana is about 13 % wider than regular. */
const BOLD_FACTOR = 1.13;

function cut(value: string, maxChars: number): string {
  const chars = Array.from(
    value.replace(/\s+/g, (space) => (space.includes('\u2009') ? '\u2009' : ' ')).trim(),
  );
  return chars.length <= maxChars ? chars.join('') : `${chars.slice(0, maxChars - 1).join('')}…`;
}

/**
 * Draws a badge as SVG, at most BADGE_MAX_BYTES long: texts that are too long are cut with an
 * ellipsis.
 */
export function renderBadge(badge: Badge, style: BadgeStyle = 'flat'): Svg {
  const figures = STYLES[style];
  const { height, radius, fontSize, baseline, padding, spacing, weight } = figures;
  const label = cut(figures.capitals ? badge.label.toUpperCase() : badge.label, LABEL_MAX_CHARS);
  const message = cut(messageOf(badge), MESSAGE_MAX_CHARS);

  const widthOf = (value: string): number =>
    Math.round(textWidth(value, fontSize, spacing) * (weight > 400 ? BOLD_FACTOR : 1));
  const labelWidth = widthOf(label);
  const messageWidth = widthOf(message);
  const { note } = badge;
  const noteWidth = note === undefined ? 0 : widthOf(note);
  const split = labelWidth + 2 * padding;
  const noteAt = split + messageWidth + 2 * padding;
  const width = note === undefined ? noteAt : noteAt + noteWidth + 2 * padding;

  const words = (value: string, x: number, textLength: number): Svg =>
    element('text', { x, y: baseline, textLength }, text(value));
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
    },
    element('title', {}, text(`${label}: ${message}${note === undefined ? '' : ` (${note})`}`)),
    element('clipPath', { id: 'c' }, element('rect', { width, height, rx: radius })),
    element(
      'g',
      { 'clip-path': 'url(#c)' },
      element('rect', { width: split, height, fill: LABEL_FILL }),
      element('rect', { x: split, width: noteAt - split, height, fill: TONE_FILL[badge.tone] }),
      ...(note === undefined
        ? []
        : [element('rect', { x: noteAt, width: width - noteAt, height, fill: NOTE_FILL })]),
    ),
    element(
      'g',
      {
        fill: '#fff',
        'font-family': "Verdana,Geneva,'DejaVu Sans',sans-serif",
        'font-size': fontSize,
        'font-weight': weight,
        'text-rendering': 'geometricPrecision',
      },
      words(label, padding, labelWidth),
      words(message, split + padding, messageWidth),
      ...(note === undefined ? [] : [words(note, noteAt + padding, noteWidth)]),
    ),
  );
}

/** For shields.io's endpoint badge (https://shields.io/badges/endpoint-badge). */
export interface ShieldsEndpoint {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
  readonly labelColor: string;
}

/** The badge as shields.io reads it from an endpoint (schema version 1). */
export const shieldsEndpoint = (badge: Badge): ShieldsEndpoint => ({
  schemaVersion: 1,
  label: cut(badge.label, LABEL_MAX_CHARS),
  message: [badge.note, cut(messageOf(badge), MESSAGE_MAX_CHARS)]
    .filter((part) => part !== undefined)
    .join(' · '),
  color: TONE_FILL[badge.tone],
  labelColor: LABEL_FILL,
});
