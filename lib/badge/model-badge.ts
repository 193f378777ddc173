// What a model's badge says: forward FLOPs per inference and parameters, by the convention of this site (FLOPs = 2 × MACs).
import { si } from '../core/format';
import type { Badge } from './badge';

export interface ModelBadgeFacts {
  readonly title: string;
  readonly flops: number;
  readonly params: number;
}

export const UNKNOWN_MODEL_BADGE: Badge = { label: 'flopmark', message: 'unknown model', tone: 'unknown' };

export function modelBadge({ title, flops, params }: ModelBadgeFacts): Badge {
  const work = flops > 0 ? si(flops, 'FLOPs') : 'no FLOPs';
  return { label: title, message: params > 0 ? `${work} · ${si(params, '')} params` : work, tone: 'neutral' };
}
