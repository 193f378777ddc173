// Cross-origin isolation belongs to the pages that measure and to what they load; badges and embeds must stay free of it.
const isolated = [
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
];
const embedder = [{ key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' }];
const immutable = [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }];

/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.FLOPMARK_DIST ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked per realm by `npm run types`; Next would check them a second time, as one realm.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  async headers() {
    return [
      { source: '/run', headers: isolated },
      { source: '/analyze', headers: isolated },
      { source: '/_next/static/:path*', headers: embedder },
      { source: '/ort/:path*', headers: [...embedder, ...immutable] },
    ];
  },
};
