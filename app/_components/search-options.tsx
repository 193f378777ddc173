// What the search box lists: devices, models, then pages that explain, each an option that carries
// its address.
import type { Found } from '@/lib/edge/search';

const HEADINGS = { device: 'Devices', model: 'Models', page: 'Explained' } as const;

export interface SearchOptionsProps {
  readonly results: readonly Found[];
  readonly optionId: (index: number) => string;
}

export function SearchOptions({ results, optionId }: SearchOptionsProps) {
  return (['device', 'model', 'page'] as const).map((kind) => {
    const group = results
      .map((result, index) => ({ ...result, index }))
      .filter((result) => result.kind === kind);
    if (group.length === 0) return null;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
      <div key={kind} role="group" aria-label={HEADINGS[kind]}>
        <div className="px-3 py-1 text-grey-4 text-xs" aria-hidden="true">
          {HEADINGS[kind]}
        </div>
        {group.map(({ href, title, note, index }) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the cursor stays in the input, which names the active option
          <div
            key={href}
            id={optionId(index)}
            role="option"
            aria-selected={false}
            data-href={href}
            className="flex cursor-pointer items-baseline justify-between gap-4 px-3 py-1.5 text-sm hover:bg-grey-1 aria-selected:bg-grey-2"
          >
            <span>{title}</span>
            <span className="whitespace-nowrap text-grey-4 text-xs">{note}</span>
          </div>
        ))}
      </div>
    );
  });
}
