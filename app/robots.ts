// Everything public may be indexed; the API answers programs.
import type { MetadataRoute } from 'next';
import { originIfNamed } from '@/lib/config/current';

export default function robots(): MetadataRoute.Robots {
  const origin = originIfNamed();
  return {
    rules: { userAgent: '*', allow: '/', disallow: '/api/' },
    ...(origin !== null && { sitemap: `${origin}/sitemap.xml` }),
  };
}
