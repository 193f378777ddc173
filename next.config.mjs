// Cross-origin isolation belongs to the pages that measure and to what they load; badges and embeds
// must stay free of it.
const isolated = [
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
];
const embedder = [{ key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' }];
// Pages that the CDN caches carry no nonce; it is the policy of lib/edge/content-security-policy.ts
// (a test compares them). /run, /analyze and /admin get one with a nonce from proxy.ts, badges
// their own.
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
const safe = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  },
];
// Of documents: lib/edge/cache-policy.ts (a test compares them). Next takes it back on errors.
const shared = { key: 'Cache-Control', value: 'public, max-age=0, s-maxage=30' };
const immutable = [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }];

/**
 * Addresses of pages that carry no nonce, but for those that `except` names.
 *
 * @param {string} except
 */
const pages = (except) =>
  `/:path((?!run$|analyze$|learn|admin|badge|embed|api|_next|ort${except}).*)`;

/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.FLOPMARK_DIST ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked per realm by `npm run types`; Next would check them a second time, as one
  // realm.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // No page has pictures to resize, and the optimizer would fetch any page of ours for whoever
  // asks, uncounted and unkept.
  images: { unoptimized: true },
  // Documents load no React (app/_client/entry.ts). The development server's own client is loaded
  // everywhere.
  ...(process.env.NODE_ENV !== 'development' && {
    turbopack: {
      resolveAlias: {
        'next/dist/client/app-next-turbopack.js': { browser: './app/_client/entry.ts' },
      },
    },
  }),
  async redirects() {
    return [{ source: '/learn/flops', destination: '/learn/what-a-flop-is', permanent: true }];
  },
  async headers() {
    return [
      { source: '/:path*', headers: safe },
      ...(process.env.NODE_ENV === 'development'
        ? []
        : [
            {
              source: pages(''),
              headers: [{ key: 'Content-Security-Policy', value: policy }],
            },
            // What a route of ours answers says itself how long it may be kept, and errors never.
            { source: pages('|oembed|reports$|.*\\.(?:xml|csv)$'), headers: [shared] },
          ]),
      { source: '/run', headers: isolated },
      { source: '/analyze', headers: isolated },
      { source: '/learn', headers: isolated },
      { source: '/learn/:path*', headers: isolated },
      { source: '/_next/static/:path*', headers: embedder },
      { source: '/ort/:path*', headers: [...embedder, ...immutable] },
    ];
  },
};
