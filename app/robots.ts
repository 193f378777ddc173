// Everything public may be indexed; the API answers programs.
import type { MetadataRoute } from 'next';
import { configuredOrigin } from './origin';

export default function robots(): MetadataRoute.Robots {
  const origin = configuredOrigin();
  return {
    rules: { userAgent: '*', allow: '/', disallow: '/api/' },
    ...(origin !== null && { sitemap: `${origin}/sitemap.xml` }),
  };
}
