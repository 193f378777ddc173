// Where the mix of devices comes in: pasted, dropped, or one that somebody published. It is read in
// this browser and goes nowhere.
import { Section } from '@/app/_components/section';
import { csvOf, PRESETS, type Preset } from './presets';

interface MixFieldProps {
  readonly text: string;
  /** The published mix that the text is. */
  readonly chosen: Preset | null;
  /** What is wrong with the text. */
  readonly fault: string | null;
  readonly onText: (text: string) => void;
  readonly onPreset: (preset: Preset) => void;
}

const LABEL = 'A table with the columns renderer, user agent and share';

export function MixField({ text, chosen, fault, onText, onPreset }: MixFieldProps) {
  const read = (file: File | undefined): void => {
    void file?.text().then(onText);
  };
  return (
    <Section id="mix" title="Your users’ devices" aside="Stays in this browser: nothing is sent">
      <fieldset className="mb-4 flex flex-wrap gap-2 border-0 p-0">
        <legend className="mb-2 text-sm">A mix that somebody published</legend>
        {PRESETS.map((preset) => (
          <button
            key={preset.id}
            type="button"
            className={`button-quiet max-w-full whitespace-normal text-left ${
              preset === chosen ? 'border-accent' : ''
            }`}
            aria-pressed={preset === chosen}
            onClick={() => onPreset(preset)}
          >
            {preset.title}
          </button>
        ))}
      </fieldset>
      {chosen !== null && (
        <p className="mb-4 text-grey-4 text-sm">
          <a className="link" href={chosen.source}>
            Published {chosen.date}
          </a>
          . What it does not name counts as unknown.
        </p>
      )}
      <label className="grid gap-2 text-sm" htmlFor="mix-text">
        {LABEL}, as your analytics export it
      </label>
      <textarea
        id="mix-text"
        data-testid="mix"
        className="field mt-2 h-32 w-full font-mono text-xs"
        placeholder={'renderer,share\nANGLE (NVIDIA, NVIDIA GeForce RTX 3060 …),12.5\nApple M2,8'}
        value={text}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const [file] = event.dataTransfer.files;
          if (file === undefined) return;
          event.preventDefault();
          read(file);
        }}
      />
      <label
        htmlFor="mix-file"
        className="link mt-2 inline-block cursor-pointer text-grey-4 text-sm focus-within:outline-2 focus-within:outline-accent"
      >
        or choose a CSV file
        <input
          id="mix-file"
          type="file"
          accept=".csv,.tsv,text/csv"
          className="sr-only"
          onChange={({ currentTarget }) => read(currentTarget.files?.[0])}
        />
      </label>
      {fault !== null && (
        <p className="mt-2 text-sm" role="alert">
          {fault}
        </p>
      )}
    </Section>
  );
}

/** The published mix of this id. */
export const presetOf = (id: string | null): Preset | null =>
  PRESETS.find((preset) => preset.id === id) ?? null;

/** The published mix that a text is, to the letter. */
export const presetOfText = (text: string): Preset | null =>
  PRESETS.find((preset) => csvOf(preset) === text) ?? null;
