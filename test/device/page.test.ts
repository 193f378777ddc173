import { describe, expect, it } from 'vitest';
import { kindWords, routeOf } from '@/lib/device/page';

describe('where the address of a device leads', () => {
  it('shows what was measured, whatever it is called', () => {
    expect(routeOf('rtx-4090', true)).toEqual({ to: 'page' });
    expect(routeOf('masked-apple-gpu', true)).toEqual({ to: 'page' });
  });

  it('redirects aliases once, to an address that stays', () => {
    const route = routeOf('rtx-4090', false);
    expect(route).toEqual({ to: 'redirect', slug: 'nvidia-geforce-rtx-4090' });
    expect(routeOf('nvidia-geforce-rtx-4090', false).to).toBe('empty');
  });

  it('has an empty page for known devices only', () => {
    expect(routeOf('nvidia-geforce-rtx-4070-ti-super', false)).toEqual({
      to: 'empty',
      title: 'NVIDIA GeForce RTX 4070 Ti SUPER',
    });
    expect(routeOf('cpu-linux-x86-64-8-cores', false)).toEqual({ to: 'nothing' });
    expect(routeOf('no-such-thing', false)).toEqual({ to: 'nothing' });
  });

  it.each(['', '-', 'A B', 'x\u0000', '../etc', 'a'.repeat(161), '%'])(
    '%j names nothing',
    (slug) => {
      expect(routeOf(slug, false)).toEqual({ to: 'nothing' });
    },
  );

  it('says in words what every kind is', () => {
    for (const kind of ['gpu', 'soc', 'cpu-class', 'software', 'virtual', 'masked', 'unknown'])
      expect(kindWords(kind)).not.toBe('');
  });
});
