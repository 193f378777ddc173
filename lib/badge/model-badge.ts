// What a model's badge says: forward FLOPs per inference and parameters, by the convention of this
// site (FLOPs = 2 × MACs). From 10 MFLOPs on models are compared in GFLOPs, in two digits: "0.60
// GFLOPs · 3.5 M params". Plain spaces, because READMEs are searched for these words.
import { si, significant } from '../core/format';
import type { Badge } from './badge';

export interface ModelBadgeFacts {
  readonly title: string;
  readonly flops: number;
  readonly params: number;
  /** Nodes whose FLOPs are not known: `flops` is then the least that it can be. */
  readonly unknownNodes?: number;
}

export const UNKNOWN_MODEL_BADGE: Badge = {
  label: 'flopmark',
  parts: ['unknown model'],
  tone: 'unknown',
};

/** Two significant digits, three from 10 on: 0.60, 3.5, 30.9, 138. */
const brief = (value: number): string =>
  significant(value, Number(value.toPrecision(2)) < 10 ? 2 : 3);

const workText = (flops: number): string =>
  flops < 1e7 ? si(flops, 'FLOPs').replace('\u2009', ' ') : `${brief(flops / 1e9)} GFLOPs`;

function paramsText(params: number): string {
  if (params < 1e3) return `${params}`;
  if (params < 999_500) return `${brief(params / 1e3)} k`;
  return params < 999.5e6 ? `${brief(params / 1e6)} M` : `${brief(params / 1e9)} G`;
}

function forwardText(flops: number, unknownNodes: number): string {
  if (unknownNodes === 0) return flops > 0 ? workText(flops) : 'no FLOPs';
  return flops > 0 ? `≥ ${workText(flops)}` : 'FLOPs unknown';
}

/** The badge of a counted model: forward FLOPs and parameters, with what is not known said. */
export function modelBadge({ title, flops, params, unknownNodes = 0 }: ModelBadgeFacts): Badge {
  const work = forwardText(flops, unknownNodes);
  const parts = params > 0 ? [work, `${paramsText(params)} params`] : [work];
  return { label: title, parts, tone: unknownNodes === 0 ? 'neutral' : 'unknown' };
}
