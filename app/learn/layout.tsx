// Everything under /learn is cross-origin isolated, because six chapters measure with threads, and
// carries a nonce like /run (proxy.ts): so it is drawn for each request.
import type { ReactNode } from 'react';

export const dynamic = 'force-dynamic';

export default function LearnLayout({ children }: { readonly children: ReactNode }) {
  return children;
}
