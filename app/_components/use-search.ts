'use client';
// The results for what is typed: asked for after a pause, only the newest question's answer counts.
import { useEffect, useState } from 'react';
import type { Found } from '@/lib/edge/search';

export type SearchState =
  | { readonly status: 'idle' | 'asking' | 'failed' }
  | { readonly status: 'found'; readonly results: readonly Found[] };

const PAUSE_MS = 150;

export function useSearch(text: string): SearchState {
  const [state, setState] = useState<SearchState>({ status: 'idle' });
  const query = text.trim();
  useEffect(() => {
    if (query === '') {
      setState({ status: 'idle' });
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      setState((before) => (before.status === 'found' ? before : { status: 'asking' }));
      ask(query, controller.signal).then(
        (results) => setState({ status: 'found', results }),
        () => {
          if (!controller.signal.aborted) setState({ status: 'failed' });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [query]);
  return state;
}

async function ask(query: string, signal: AbortSignal): Promise<readonly Found[]> {
  const response = await fetch(`/api/v1/search?${new URLSearchParams({ q: query })}`, { signal });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  const { results }: { readonly results: readonly Found[] } = await response.json();
  return results;
}
