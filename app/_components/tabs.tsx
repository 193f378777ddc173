'use client';

// Tabs with the behaviour of the ARIA pattern (Radix) and our look. All panels are in the document; hidden ones stay
// mounted, so that their content is found by search engines and survives a switch.
import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <RadixTabs.Root defaultValue={tabs[0]?.id}>
      <RadixTabs.List aria-label={label} className="no-print flex gap-5 overflow-x-auto border-grey-2 border-b">
        {tabs.map(({ id, label }) => (
          <RadixTabs.Trigger
            key={id}
            value={id}
            className="-mb-px min-h-10 border-transparent border-b-2 text-grey-4 text-sm data-[state=active]:border-ink data-[state=active]:text-ink"
          >
            {label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {tabs.map(({ id, content }) => (
        <RadixTabs.Content key={id} value={id} forceMount className="pt-4 data-[state=inactive]:hidden">
          {content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
