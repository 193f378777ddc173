// The plain input behind every label that opens the file dialog for models and what belongs to
// them.
import type { GivenFile } from '@/workers/analyse-messages';
import { chosenFiles } from './given-files';

interface FileInputProps {
  readonly id: string;
  readonly folder?: boolean;
  readonly onFiles: (files: readonly GivenFile[]) => void;
}

export function FileInput({ id, folder = false, onFiles }: FileInputProps) {
  return (
    <input
      id={id}
      type="file"
      multiple
      className="sr-only"
      // React has no property of this name.
      ref={(input) => {
        if (folder) input?.setAttribute('webkitdirectory', '');
      }}
      onChange={({ target }) => {
        onFiles(chosenFiles(target.files));
        target.value = '';
      }}
    />
  );
}

/** A button that opens the file dialog; the label is the button. */
export function FileButton({
  label,
  ...input
}: Omit<FileInputProps, 'folder'> & { readonly label: string }) {
  return (
    <label
      htmlFor={input.id}
      className="button-quiet cursor-pointer focus-within:outline-2 focus-within:outline-accent"
    >
      {label}
      <FileInput {...input} />
    </label>
  );
}
