// The frame of every page: fonts from our own origin (preloaded, with a fallback of the same
// measure, so that nothing shifts), the theme set before the first paint, header, footer.
import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { isDemo, isPrivateBoard, originIfNamed } from '@/lib/config/current';
import { THEME_SCRIPT } from '@/lib/edge/theme-script';
import { ExampleBanner } from './_components/example-banner';
import { PrivateBanner } from './_components/private-banner';
import { SiteFooter } from './_components/site-footer';
import { SiteHeader } from './_components/site-header';
import './globals.css';
import { DESCRIPTION, TITLE } from './site';

// `optional`: a font that arrives late waits for the next page instead of moving this one.
const inter = localFont({
  src: './fonts/inter.woff2',
  weight: '100 900',
  variable: '--font-inter',
  display: 'optional',
});
const jetbrainsMono = localFont({
  src: './fonts/jetbrains-mono.woff2',
  weight: '100 800',
  variable: '--font-jetbrains-mono',
  display: 'optional',
  adjustFontFallback: false,
});

const origin = originIfNamed();

export async function generateMetadata(): Promise<Metadata> {
  await connection();
  const name = isDemo() ? 'Flopmark, example data' : 'Flopmark';
  return {
    ...(origin !== null && { metadataBase: new URL(origin) }),
    title: { default: TITLE, template: `%s · ${name}` },
    description: DESCRIPTION,
    openGraph: { siteName: name, type: 'website', description: DESCRIPTION },
    // Nobody is to find generated figures by searching for a device.
    ...(isDemo() && { robots: { index: false, follow: false } }),
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fdfdfc' },
    { media: '(prefers-color-scheme: dark)', color: '#111315' },
  ],
};

/**
 * Rendered when it is asked for, not when it is built: whether all figures are generated is known
 * to the instance alone. What a CDN keeps of it was said by that instance.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  return (
    // The theme is set on <html> by its script before React wakes.
    <html
      lang="en"
      className={`${inter.variable} ${jetbrainsMono.variable}`}
      suppressHydrationWarning
    >
      <head>
        <link
          rel="alternate"
          type="application/atom+xml"
          title="New records and devices"
          href="/feed.xml"
        />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, whose hash stands in the policy */}
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body>
        {isDemo() && <ExampleBanner />}
        {isPrivateBoard() && <PrivateBanner />}
        <SiteHeader />
        <main id="main" className="page py-8 sm:py-12">
          {children}
        </main>
        <SiteFooter />
      </body>
    </html>
  );
}
